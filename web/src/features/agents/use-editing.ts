import type { VoiceAgent } from '@parley/contract'
import { ParleyError } from '@parley/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { tell } from '../../ui/toast.ts'
import { agentQuery } from './agent-queries.ts'
import { changesOf, type Draft, draftOf, isChanged } from './draft.ts'

export type Editing = ReturnType<typeof useEditing>

/** The draft of an agent, what it was made of, and how it is saved. */
export function useEditing(agent: VoiceAgent) {
  const cache = useQueryClient()
  const [{ base, draft, loaded }, setState] = useState(() => begin(agent, 1))
  const isDirty = isChanged(draftOf(base), draft)
  const reload = () => setState(begin(agent, loaded + 1))
  // Somebody else saved, and nothing was changed here.
  if (agent.version > base.version && !isDirty) reload()
  const set = useCallback(
    (changes: Partial<Draft>) =>
      setState((state) => ({ ...state, draft: { ...state.draft, ...changes } })),
    [],
  )
  const save = useMutation({
    mutationFn: (note: string) =>
      parley.voiceAgents.update(base.id, {
        ...changesOf(draftOf(base), draft),
        version: base.version,
        ...(note.trim() && { note: note.trim() }),
      }),
    onSuccess(saved) {
      cache.setQueryData(agentQuery(saved.id).queryKey, saved)
      setState(begin(saved, loaded + 1))
      void cache.invalidateQueries({ queryKey: ['voice-agents'] })
      tell(t('agents.saved', { version: saved.version }))
    },
    onError(error) {
      // What the other save was is fetched, so that it can be shown.
      if (error instanceof ParleyError && error.code === 'CONFLICT') {
        void cache.invalidateQueries({ queryKey: agentQuery(base.id).queryKey })
      }
    },
  })
  return {
    draft,
    set,
    isDirty,
    /** Counts how often the draft was begun anew. */
    loaded,
    /** Somebody else saved this version while something was changed here. */
    newerVersion: agent.version > base.version && isDirty ? agent.version : undefined,
    discard: reload,
    save,
  }
}

function begin(agent: VoiceAgent, loaded: number) {
  return { base: agent, draft: draftOf(agent), loaded }
}
