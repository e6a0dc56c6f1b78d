import type { PhoneNumber } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { parley } from '../../api/client.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { t } from '../../i18n/index.ts'
import { Select } from '../../ui/field.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

type AssignProps = { readonly number: PhoneNumber; readonly canEdit: boolean }

/** Who answers a number: one agent, or nobody. */
export function AssignAgent({ number, canEdit }: AssignProps) {
  const cache = useQueryClient()
  const agents = useAgentNames()
  const { voiceAgent: agent } = number
  const assign = useMutation({
    async mutationFn(agentId: string) {
      // A number is taken from its agent before another one gets it.
      if (agent) await parley.phoneNumbers.unassign({ pid: number.id })
      if (agentId) await parley.phoneNumbers.assign({ pid: number.id, voiceAgentId: agentId })
    },
    onSuccess: () => tell(t('form.saved')),
    onError: tellFailure,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['phone-numbers'] }),
        cache.invalidateQueries({ queryKey: ['voice-agents'] }),
      ]),
  })
  if (!canEdit) {
    if (!agent) return <span className="text-muted">{t('numbers.nobody')}</span>
    return (
      <Link to="/agents/$id" params={{ id: agent.id }} className="truncate text-accent">
        {agent.name}
      </Link>
    )
  }
  const shown = assign.isPending ? assign.variables : (agent?.id ?? '')
  const isListed = !agent || agents.some(({ id }) => id === agent.id)
  return (
    <Select
      className="w-52! sm:w-60!"
      aria-label={t('numbers.agentOf', { number: number.number })}
      value={shown}
      disabled={assign.isPending}
      onChange={({ target }) => assign.mutate(target.value)}
    >
      <option value="">{t('numbers.nobody')}</option>
      {!isListed && <option value={agent.id}>{agent.name}</option>}
      {agents.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  )
}
