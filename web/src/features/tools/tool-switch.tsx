import type { WebTool } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { tellFailure } from '../../ui/toast.ts'

type SwitchProps = {
  readonly tool: WebTool
  readonly agentId: string
  readonly isActive: boolean
  readonly disabled: boolean
}

/** Whether an agent may use a tool; shown at once, and taken back if it is refused. */
export function ToolSwitch({ tool, agentId, isActive, disabled }: SwitchProps) {
  const cache = useQueryClient()
  const toggle = useMutation({
    mutationFn: (wanted: boolean) =>
      parley.webTools.toggle({ voiceAgentId: agentId, webToolId: tool.id, isActive: wanted }),
    onError: tellFailure,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['web-tools'] }),
        cache.invalidateQueries({ queryKey: ['voice-agents'] }),
      ]),
  })
  return (
    <input
      type="checkbox"
      className="size-4 shrink-0 accent-accent-fill"
      aria-label={t('tools.allow', { name: tool.name })}
      title={t('tools.allow', { name: tool.name })}
      checked={toggle.isPending ? toggle.variables : isActive}
      disabled={disabled || toggle.isPending}
      onChange={({ target }) => toggle.mutate(target.checked)}
    />
  )
}
