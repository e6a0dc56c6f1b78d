import type { ApiKey, NewApiKey } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

type MenuProps = { readonly apiKey: ApiKey; readonly onShow: (key: NewApiKey) => void }

/** What can be done to a key that is in use. */
export function KeyMenu({ apiKey, onShow }: MenuProps) {
  const cache = useQueryClient()
  const [asks, setAsks] = useState<'revoke' | 'rotate'>()
  const common = {
    onError: tellFailure,
    onSettled() {
      setAsks(undefined)
      return cache.invalidateQueries({ queryKey: ['api-keys'] })
    },
  }
  const revoke = useMutation({
    mutationFn: () => parley.apiKeys.revoke(apiKey.id),
    onSuccess: () => tell(t('keys.revoked')),
    ...common,
  })
  const rotate = useMutation({
    mutationFn: () => parley.apiKeys.rotate(apiKey.id, {}),
    onSuccess: onShow,
    ...common,
  })
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('action.more', { name: apiKey.name })}>
            <Ellipsis aria-hidden size={15} />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setAsks('rotate')}>{t('keys.rotate')}</MenuItem>
        <MenuItem danger onSelect={() => setAsks('revoke')}>
          {t('keys.revoke')}
        </MenuItem>
      </Menu>
      <Confirm
        open={asks !== undefined}
        onClose={() => setAsks(undefined)}
        title={asks === 'rotate' ? t('keys.rotate') : t('keys.revoke')}
        description={asks === 'rotate' ? t('keys.rotateText') : t('keys.revokeText')}
        action={asks === 'rotate' ? t('keys.rotate') : t('keys.revoke')}
        busy={revoke.isPending || rotate.isPending}
        onConfirm={() => (asks === 'rotate' ? rotate.mutate() : revoke.mutate())}
      />
    </>
  )
}
