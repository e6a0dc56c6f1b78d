import type { AgentPreview, PreviewWish } from '@parley/contract'
import { fillTemplate, namesIn, systemVariables } from '../flows/index.ts'
import { findAgent } from './find-agent.ts'
import { findTimeZone } from './queries.ts'
import type { Caller } from './rights.ts'

/** What a call would begin with: the texts with their variables filled in. */
export async function previewAgent(
  { context, principal }: Caller,
  agentId: string,
  { params = {}, environment, version }: PreviewWish,
): Promise<AgentPreview> {
  const { workspaceId } = principal
  const wanted = version
    ? { workspaceId, agentId, version }
    : { workspaceId, agentId, environment: environment ?? 'draft' }
  const found = await findAgent(context, wanted)
  const { conversation } = found.definition
  const now = context.now()
  const system = systemVariables({
    now,
    timeZone: await findTimeZone(context.db, workspaceId),
    callId: '00000000-0000-0000-0000-000000000000',
    callType: 'Web',
    direction: 'web',
    callStartedAt: now,
  })
  const values = { ...conversation.params, ...params, ...system }
  const texts = [conversation.greetingMessage, conversation.preamble, ...conversation.pokeMessages]
  const missing = texts
    .flatMap(namesIn)
    .filter((name) => fillTemplate(`{{${name}}}`, values) === '')
  return {
    version: found.version.number,
    greetingMessage: fillTemplate(conversation.greetingMessage, values),
    preamble: fillTemplate(conversation.preamble, values),
    pokeMessages: conversation.pokeMessages.map((text) => fillTemplate(text, values)),
    missing: [...new Set(missing)].filter((name) => !Object.hasOwn(system, name)),
    systemVariables: system,
  }
}
