import type {
  AgentBody,
  AgentDefinition,
  AgentListQuery,
  FlatVoiceAgent,
  VoiceAgent,
} from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { refusalOf } from '../../platform/validate.ts'
import { patternsOf } from '../../platform/text/like-pattern.ts'
import { firstWorkflow } from '../flows/index.ts'
import { announceAgent } from './announce.ts'
import { type AgentWishes, type Json, wishesOf } from './body-rules.ts'
import { requireReachable } from './checks.ts'
import { withoutGone } from './forget-gone.ts'
import { countAgents, selectAgents } from './list-queries.ts'
import { definitionAfter } from './merge-rules.ts'
import { agentOf, definitionOf } from './open-agent.ts'
import { type AgentRow, findNewest, lockAgent, markDeleted } from './queries.ts'
import { type Agent, type SurroundedAgent, toFlatVoiceAgent, toVoiceAgent } from './reply-rules.ts'
import { agentNotFound, type Caller, requireChanger } from './rights.ts'
import { saveFirst, saveNext } from './save-version.ts'
import { openSecrets, secretsAfter } from './secrets.ts'
import { standingDefinition, surroundingsOf } from './surroundings.ts'
import { silenceWebhook } from './webhook-address.ts'

type Body = AgentBody & { readonly name?: string | undefined }

/** Words of a search beyond these are ignored. */

export async function listAgents(
  caller: Caller,
  query: AgentListQuery,
): Promise<{ total: number; filtered: number; agents: SurroundedAgent[] }> {
  const { context, principal } = caller
  const { workspaceId } = principal
  const filter = {
    workspaceId,
    languages: listed(query.language, query['language[]'])?.map(primaryLanguage) ?? null,
    types: listed(query.type, query['type[]']),
    patterns: patternsOf(query.search),
  }
  const page = {
    sort: query.sortField,
    order: query.sortOrder ?? 'asc',
    limit: query.take,
    offset: (query.skip - 1) * query.take,
  }
  const [counts, rows] = await Promise.all([
    countAgents(context.db, filter),
    selectAgents(context.db, filter, page),
  ])
  const agents = rows.map((row) => agentOf(context, workspaceId, row))
  const surrounded = await surroundingsOf(caller, agents)
  return { ...counts, agents: agents.map(surrounded) }
}

/** Null where nothing was asked for. */
function listed(...given: readonly (readonly string[] | undefined)[]): string[] | null {
  const values = given.flatMap((one) => one ?? [])
  return values.length > 0 ? values : null
}

function primaryLanguage(code: string): string {
  return (code.split(/[-_]/)[0] ?? code).toLowerCase()
}

export async function getAgent({ context, principal }: Caller, id: string): Promise<Agent> {
  const { workspaceId } = principal
  const row = await findNewest(context.db, workspaceId, id)
  if (!row) throw agentNotFound(id)
  return agentOf(context, workspaceId, row)
}

/** The agent with the tools it names, its numbers and its voice. */
export async function shownAgent(caller: Caller, agent: Agent): Promise<VoiceAgent> {
  const { context, principal, services } = caller
  const toolIds = [...new Set(agent.definition.tools.map(({ toolId }) => toolId))]
  const { workspaceId } = principal
  const tools =
    toolIds.length > 0
      ? await services.webToolsOf(context, { workspaceId, toolIds })
      : new Map<string, Record<string, unknown>>()
  const resolved = toolIds.map((id) => tools.get(id)).filter((tool) => tool !== undefined)
  const surrounded = await surroundingsOf(caller, [agent])
  return toVoiceAgent(surrounded(agent), resolved)
}

/** The same as v1 has it. */
export async function shownFlatAgent(caller: Caller, agent: Agent): Promise<FlatVoiceAgent> {
  const surrounded = await surroundingsOf(caller, [agent])
  return toFlatVoiceAgent(surrounded(agent))
}

/** `language` is spoken where the body names none. */
export async function createAgent(
  caller: Caller,
  body: Body,
  { language }: { readonly language: string },
): Promise<Agent> {
  const { context, principal } = caller
  requireChanger(principal)
  const wishes = wishesOf(body)
  const definition = soundDefinition(undefined, inLanguage(wishes, language))
  await requireReachable(context, newAddresses(definition))
  const secrets = secretsAfter({}, wishes.secrets)
  return inTransaction(caller, (tx) =>
    saveFirst(tx, caller, context.newId(), { definition, secrets, note: wishes.note }),
  )
}

function inLanguage(wishes: AgentWishes, language: string): AgentWishes {
  const voice = (wishes.fields.voice ?? {}) as Json
  return { ...wishes, fields: { ...wishes.fields, voice: { lang: language, ...voice } } }
}

/** The definition after these wishes, or the refusal of what is wrong with it. */
function soundDefinition(
  former: AgentDefinition | undefined,
  wishes: AgentWishes,
): AgentDefinition {
  const parsed = definitionAfter(former, wishes)
  if (!parsed.success) throw refusalOf(parsed.error)
  const definition = parsed.data
  const isEmpty = (definition.workflow?.nodes ?? []).length === 0
  if (definition.type !== 'Flow Agent' || !isEmpty) return definition
  return { ...definition, workflow: firstWorkflow(definition.conversation.greetingMessage) }
}

/** Those that were there before are not looked up again: a name server that is down blocks no change. */
function newAddresses(definition: AgentDefinition, former?: AgentDefinition) {
  const { webhookUrl, llm } = definition
  return {
    webhookUrl: webhookUrl === former?.webhookUrl ? null : webhookUrl,
    'llm.baseUrl': llm.baseUrl === former?.llm.baseUrl ? null : llm.baseUrl,
  }
}

export async function updateAgent(
  caller: Caller,
  id: string,
  body: Body & { readonly version?: number | null | undefined },
): Promise<Agent> {
  const { context, principal } = caller
  requireChanger(principal)
  const wishes = wishesOf(body)
  const { definition: before } = await getAgent(caller, id)
  await requireReachable(context, newAddresses(soundDefinition(before, wishes), before))
  return inTransaction(caller, async (tx) => {
    const row = await lockAgent(tx, principal.workspaceId, id)
    if (!row) throw agentNotFound(id)
    requireNewest(row, body.version)
    const former = await standingDefinition(tx, caller, row)
    return saveNext(tx, caller, row, {
      former,
      definition: soundDefinition(former, wishes),
      secrets: secretsAfter(openSecrets(context, id, row.secrets), wishes.secrets),
      note: wishes.note,
    })
  })
}

/** Two people who change one agent must not undo each other unseen. */
function requireNewest({ newest }: AgentRow, expected: number | null | undefined): void {
  if (expected === undefined || expected === null || expected === newest) return
  throw new AppError(
    'CONFLICT',
    `The voice agent is at version ${newest}, and these changes were made on version ${expected}.`,
    { field: 'version', newest, expected },
  )
}

export async function cloneAgent(
  caller: Caller,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Agent> {
  const { context, principal } = caller
  requireChanger(principal)
  const row = await findNewest(context.db, principal.workspaceId, id)
  if (!row) throw agentNotFound(id)
  const original = await withoutGone(caller, definitionOf(row))
  const save = {
    definition: { ...original, name, phoneNumber: null },
    secrets: openSecrets(context, id, row.secrets),
    note: null,
  }
  return inTransaction(caller, (tx) => saveFirst(tx, caller, context.newId(), save))
}

export async function deleteAgent(
  caller: Caller,
  id: string,
): Promise<{ id: string; deleted: true }> {
  const { context, principal, services } = caller
  requireChanger(principal)
  const { workspaceId, userId } = principal
  await context.db.transaction(async (tx) => {
    const row = await lockAgent(tx, workspaceId, id)
    if (!row) throw agentNotFound(id)
    await markDeleted(tx, { workspaceId, id }, context.now())
    const endpointId = row.webhook_endpoint_id
    await silenceWebhook(tx, context, { workspaceId, id, userId, endpointId })
    for (const hook of services.onDeleted) await hook(tx, { workspaceId, agentId: id })
    await announceAgent(tx, context, principal, { name: 'agent.deleted', row })
  })
  context.wakeRelay()
  return { id, deleted: true }
}

/** Runs a save and answers the agent as it is afterwards. */
export async function inTransaction(
  { context, principal }: Caller,
  save: (tx: Executor) => Promise<AgentRow>,
): Promise<Agent> {
  const row = await context.db.transaction(save)
  context.wakeRelay()
  return agentOf(context, principal.workspaceId, row)
}

/** An agent that comes with a request and is not kept. Throws what is wrong with it. */
export function readDefinition(body: Body): AgentDefinition {
  return soundDefinition(undefined, wishesOf(body))
}
