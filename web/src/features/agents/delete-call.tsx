import type { CallConversation } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

/** The menu of a call that is over. */
export function DeleteCall({ call }: { readonly call: CallConversation }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const mayDelete = useMay('delete')
  const [isAsked, setIsAsked] = useState(false)
  const remove = useMutation({
    mutationFn: () => parley.agentCalls.delete(call.id),
    onError: tellFailure,
    async onSuccess() {
      tell(t('agentCalls.deleted'))
      await navigate({ to: '/agents/calls' })
      await cache.invalidateQueries({ queryKey: ['agent-calls'] })
    },
  })
  if (!mayDelete) return null
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('action.more', { name: call.title })}>
            <Ellipsis aria-hidden size={16} />
          </IconButton>
        }
      >
        <MenuItem danger onSelect={() => setIsAsked(true)}>
          {t('action.delete')}
        </MenuItem>
      </Menu>
      <Confirm
        open={isAsked}
        onClose={() => setIsAsked(false)}
        title={t('agentCalls.deleteTitle')}
        description={t('agentCalls.deleteText')}
        action={t('action.delete')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
