import type { Webhook, WebhookWithSecret } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { Confirm, Modal } from '../../ui/dialog.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { Secret } from './secret.tsx'

const replayHours = 24

function yesterday(): { since: string } {
  return { since: new Date(Date.now() - replayHours * 3_600_000).toISOString() }
}

/** What else can be done to a webhook. */
export function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { id } = webhook
  const [asks, setAsks] = useState<'delete' | 'rotate'>()
  const [rotated, setRotated] = useState<WebhookWithSecret>()
  const act = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSuccess: () => tell(t('webhooks.done')),
    onError: tellFailure,
    onSettled() {
      setAsks(undefined)
      return cache.invalidateQueries({ queryKey: ['webhooks'] })
    },
  })
  const remove = async () => {
    await parley.webhooks.delete(id)
    await navigate({ to: '/developers/webhooks' })
  }
  const rotate = async () => setRotated(await parley.webhooks.rotateSecret(id, {}))
  const isPaused = webhook.paused_at !== null
  const run = (action: () => Promise<unknown>) => () => act.mutate(action)
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('action.more', { name: webhook.url })}>
            <Ellipsis aria-hidden size={16} />
          </IconButton>
        }
      >
        {isPaused ? (
          <MenuItem onSelect={run(() => parley.webhooks.resume(id))}>
            {t('webhooks.resume')}
          </MenuItem>
        ) : (
          <MenuItem onSelect={run(() => parley.webhooks.pause(id))}>{t('webhooks.pause')}</MenuItem>
        )}
        <MenuItem
          onSelect={run(() => parley.webhooks.update(id, { is_active: !webhook.is_active }))}
        >
          {webhook.is_active ? t('webhooks.switchOff') : t('webhooks.switchOn')}
        </MenuItem>
        <MenuItem onSelect={() => setAsks('rotate')}>{t('webhooks.rotate')}</MenuItem>
        <MenuLine />
        <MenuItem onSelect={run(() => parley.webhooks.recover(id, yesterday()))}>
          {t('webhooks.recover')}
        </MenuItem>
        <MenuItem onSelect={run(() => parley.webhooks.replay(id, yesterday()))}>
          {t('webhooks.replay')}
        </MenuItem>
        <MenuLine />
        <MenuItem danger onSelect={() => setAsks('delete')}>
          {t('action.delete')}
        </MenuItem>
      </Menu>
      <Confirm
        open={asks !== undefined}
        onClose={() => setAsks(undefined)}
        title={asks === 'rotate' ? t('webhooks.rotate') : t('webhooks.deleteTitle')}
        description={asks === 'rotate' ? t('webhooks.rotateText') : t('webhooks.deleteText')}
        action={asks === 'rotate' ? t('webhooks.rotate') : t('action.delete')}
        busy={act.isPending}
        onConfirm={() => act.mutate(asks === 'rotate' ? rotate : remove)}
      />
      {rotated && (
        <Modal open onClose={() => setRotated(undefined)} title={t('webhooks.secret')}>
          <Secret label={t('webhooks.secret')} secret={rotated.secret} />
        </Modal>
      )}
    </>
  )
}
