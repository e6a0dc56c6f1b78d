import type { Webhook, WebhookWithSecret } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Ellipsis, Pencil } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { Confirm, Modal } from '../../ui/dialog.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { Failure } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { Deliveries } from './deliveries.tsx'
import { Secret } from './secret.tsx'
import { TestWebhook } from './test-webhook.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { WebhookHealth } from './webhook-health.tsx'
import { WebhookStatus } from './webhooks.tsx'

/** One webhook: its health, its deliveries, and everything that can be done to it. */
export function WebhookScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const isAdmin = useMay('admin')
  const [isEditing, setIsEditing] = useState(false)
  const webhook = useQuery({
    queryKey: ['webhooks', 'one', id],
    queryFn: () => parley.webhooks.get(id),
  })
  const { data } = webhook
  return (
    <Page
      wide
      title={
        <span className="flex min-w-0 items-center gap-2">
          <Link
            to="/developers/webhooks"
            aria-label={t('action.back')}
            className={buttonClass('ghost', 'icon')}
          >
            <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
          </Link>
          <span className="truncate" dir="ltr">
            {data?.url ?? t('state.loading')}
          </span>
          {data && <WebhookStatus webhook={data} />}
        </span>
      }
      actions={
        data &&
        isAdmin && (
          <>
            <TestWebhook webhook={data} />
            <Button size="sm" onClick={() => setIsEditing(true)}>
              <Pencil aria-hidden size={13} />
              {t('action.edit')}
            </Button>
            <Actions webhook={data} />
          </>
        )
      }
    >
      {webhook.isPending && <SkeletonLines count={8} />}
      {webhook.isError && <Failure error={webhook.error} retry={() => void webhook.refetch()} />}
      {data && (
        <>
          <Notes webhook={data} />
          <WebhookHealth id={id} />
          <Deliveries webhookId={id} />
        </>
      )}
      {isEditing && data && <WebhookForm webhook={data} onClose={() => setIsEditing(false)} />}
    </Page>
  )
}

function Notes({ webhook }: { readonly webhook: Webhook }) {
  const notes = [
    webhook.disabled_reason && t(`webhookDisabled.${webhook.disabled_reason}`),
    webhook.failing_since &&
      t('webhooks.failingSince', { when: formatMoment(webhook.failing_since) }),
    webhook.previous_secret_until &&
      t('webhooks.twoSecrets', { when: formatMoment(webhook.previous_secret_until) }),
  ].filter(Boolean)
  if (notes.length === 0) return null
  return (
    <ul className="rounded-lg bg-warn-soft px-4 py-3 text-warn">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}

const replayHours = 24

function yesterday(): { since: string } {
  return { since: new Date(Date.now() - replayHours * 3_600_000).toISOString() }
}

function Actions({ webhook }: { readonly webhook: Webhook }) {
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
