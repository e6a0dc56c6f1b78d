import type { VoiceAgent } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'

import { IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { CloneAgent } from './new-agent.tsx'
import { saveFile } from './save-file.ts'

type Asked = 'clone' | 'delete' | undefined

/** What can be done to an agent besides editing it. */
export function AgentActions({ agent }: { readonly agent: VoiceAgent }) {
  const [asks, setAsks] = useState<Asked>()
  const mayDelete = useMay('delete')
  const close = () => setAsks(undefined)
  const exported = useMutation({
    mutationFn: () => parley.voiceAgents.export(agent.id),
    onSuccess: (file) =>
      saveFile(`${agent.name}.json`, [JSON.stringify(file, null, 2)], 'application/json'),
    onError: tellFailure,
  })
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('action.more', { name: agent.name })}>
            <Ellipsis aria-hidden size={16} />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setAsks('clone')}>{t('agents.clone')}</MenuItem>
        <MenuItem onSelect={() => exported.mutate()}>{t('agents.export')}</MenuItem>
        {mayDelete && (
          <>
            <MenuLine />
            <MenuItem danger onSelect={() => setAsks('delete')}>
              {t('action.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      {asks === 'clone' && <CloneAgent agent={agent} onClose={close} />}
      {asks === 'delete' && <DeleteAgent agent={agent} onClose={close} />}
    </>
  )
}

type DeleteProps = { readonly agent: VoiceAgent; readonly onClose: () => void }

function DeleteAgent({ agent, onClose }: DeleteProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => parley.voiceAgents.delete(agent.id),
    onError: tellFailure,
    async onSuccess() {
      tell(t('agents.deleted', { name: agent.name }))
      await navigate({ to: '/agents' })
      await cache.invalidateQueries({ queryKey: ['voice-agents'] })
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('agents.deleteTitle', { name: agent.name })}
      description={t('agents.deleteText')}
      action={t('action.delete')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
