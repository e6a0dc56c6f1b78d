import type { VoiceDictionary } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import type { AgentName } from '../../api/voice-agents.ts'
import { formatList } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

type DeleteProps = { readonly dictionary: VoiceDictionary; readonly users: readonly AgentName[] }

/** Names the agents that will say its words otherwise. */
export function DeleteDictionary({ dictionary: { id, name }, users }: DeleteProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [asks, setAsks] = useState(false)
  const remove = useMutation({
    mutationFn: () => parley.voiceDictionaries.delete(id),
    async onSuccess() {
      tell(t('pronunciation.deleted', { name }))
      await navigate({ to: '/pronunciation', ignoreBlocker: true })
      cache.removeQueries({ queryKey: ['voice-dictionaries', 'one', id] })
      await cache.invalidateQueries({ queryKey: ['voice-dictionaries'] })
    },
    onError(error) {
      setAsks(false)
      tellFailure(error)
    },
  })
  const agents = formatList(users.map((user) => user.name))
  return (
    <>
      <Button size="sm" onClick={() => setAsks(true)}>
        <Trash2 aria-hidden size={13} />
        {t('action.delete')}
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('pronunciation.deleteTitle', { name })}
        description={
          agents ? t('pronunciation.deleteUsed', { agents }) : t('pronunciation.deleteText')
        }
        action={t('action.delete')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
