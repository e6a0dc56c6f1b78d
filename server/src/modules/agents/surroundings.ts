import type { AgentDefinition, VoiceAgent } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { definitionOf } from './open-agent.ts'
import type { AgentRow } from './queries.ts'
import type { Agent, SurroundedAgent } from './reply-rules.ts'
import type { Caller } from './rights.ts'

type VoiceRecord = NonNullable<VoiceAgent['voice']['voiceRecord']>

/** Adds to these agents what is kept elsewhere of them: the numbers they answer, and their voices. */
export async function surroundingsOf(
  { context, principal: { workspaceId }, services }: Caller,
  agents: readonly Agent[],
): Promise<(agent: Agent) => SurroundedAgent> {
  const agentIds = agents.map(({ id }) => id)
  const voiceIds = agents.flatMap(({ definition }) => definition.voice.voiceId ?? [])
  const [numbers, voices] = await Promise.all([
    services.numbersOf(context.db, { workspaceId, agentIds }),
    services.voicesOf(context, { workspaceId, voiceIds: [...new Set(voiceIds)] }),
  ])
  return (agent) => {
    const voice = voices.get(agent.definition.voice.voiceId ?? '')
    return {
      ...agent,
      numbers: numbersFirst(agent.definition, numbers.get(agent.id) ?? []),
      voiceRecord: voice === undefined ? null : recordOf(voice),
    }
  }
}

function recordOf(voice: VoiceRecord): VoiceRecord {
  const { id, name, provider, language, languageCode, image, voiceRecord } = voice
  return { id, name, provider, language, languageCode, image, voiceRecord }
}

/** The number that the agent was saved with first, as far as it is still its own. */
function numbersFirst(
  { phoneNumber }: AgentDefinition,
  numbers: VoiceAgent['phoneNumbers'],
): VoiceAgent['phoneNumbers'] {
  const saved = numbers.filter(({ id }) => id === phoneNumber?.id)
  return [...saved, ...numbers.filter(({ id }) => id !== phoneNumber?.id)]
}

/**
 * The definition as it stands now: its number may have been assigned or taken away since it was saved, and
 * whoever changes the agent changes what they were shown.
 */
export async function standingDefinition(
  tx: Pick<Executor, 'run'>,
  { principal: { workspaceId }, services }: Caller,
  row: AgentRow,
): Promise<AgentDefinition> {
  const saved = definitionOf(row)
  const numbers = await services.numbersOf(tx, { workspaceId, agentIds: [row.id] })
  const [first] = numbersFirst(saved, numbers.get(row.id) ?? [])
  if (first?.id === saved.phoneNumber?.id) return saved
  return { ...saved, phoneNumber: first ? { type: first.type, id: first.id } : null }
}
