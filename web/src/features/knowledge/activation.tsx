import type { KnowledgeItem } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { tellFailure } from '../../ui/toast.ts'

type ActivationProps = {
  readonly item: KnowledgeItem
  readonly agentId: string
  readonly disabled: boolean
}

/** Whether an agent looks things up in an item; shown at once, and taken back if it is refused. */
export function Activation({ item, agentId, disabled }: ActivationProps) {
  const cache = useQueryClient()
  const toggle = useMutation({
    mutationFn: (isActive: boolean) =>
      parley.knowledge.activate({
        voiceAgentId: agentId,
        knowledgeBaseItemId: item.id,
        isActive,
      }),
    onError: tellFailure,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['knowledge'] }),
        cache.invalidateQueries({ queryKey: ['voice-agents'] }),
      ]),
  })
  const isActive = toggle.isPending ? toggle.variables : item.isActive
  return (
    <input
      type="checkbox"
      className="size-4 shrink-0 accent-accent-fill"
      aria-label={t('knowledge.activate', { name: item.itemName })}
      title={t('knowledge.activate', { name: item.itemName })}
      checked={isActive}
      disabled={disabled || toggle.isPending}
      onChange={({ target }) => toggle.mutate(target.checked)}
    />
  )
}
