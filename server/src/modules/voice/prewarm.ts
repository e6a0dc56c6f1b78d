import type { Context } from '../../context.ts'
import type { CallAgent, VoiceParts } from './parts.ts'
import { stateOf } from './state.ts'

type Coming = {
  readonly workspaceId: string
  readonly agentId: string | null
  /** ISO 639-1 of how the call begins. */
  readonly language: string
}

/**
 * Loads what a call that is about to begin will need, all at once and beside whatever else is done for
 * it. What fails here fails again, and is told, when it is used. Resolves when all is there.
 */
export async function prewarm(
  context: Context,
  parts: Pick<VoiceParts, 'prepareKnowledge'>,
  { workspaceId, agentId, language }: Coming,
): Promise<void> {
  const { stt, tts } = context
  const ofAgent =
    agentId === null ? [] : [parts.prepareKnowledge(context, { workspaceId, agentId })]
  await Promise.allSettled([
    stateOf(context).engine.prepare(),
    tts?.prepare(language),
    stt?.prepare?.(language),
    ...ofAgent,
  ])
}

/** The same for a call of which only the agent is known yet; its servers of tools are asked too. */
export async function prewarmAgent(
  context: Context,
  parts: Pick<VoiceParts, 'prepareKnowledge' | 'toolsOfAgent'>,
  { workspaceId, agent }: { readonly workspaceId: string; readonly agent: CallAgent },
): Promise<void> {
  const { id: agentId, definition } = agent
  await Promise.allSettled([
    prewarm(context, parts, { workspaceId, agentId, language: definition.voice.lang }),
    parts.toolsOfAgent(context, { workspaceId, agent }),
  ])
}
