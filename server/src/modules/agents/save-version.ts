import type { AgentDefinition } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { announceAgent } from './announce.ts'
import { requireSound } from './checks.ts'
import { definitionOf } from './open-agent.ts'
import { type AgentRow, findNewest, insertAgent, setLive, updateAgent } from './queries.ts'
import { agentNotFound, type Caller } from './rights.ts'
import { type AgentSecrets, openSecrets, sealSecrets } from './secrets.ts'
import { insertVersion } from './version-queries.ts'
import { alignWebhook } from './webhook-address.ts'

export type NewSave = {
  readonly definition: AgentDefinition
  /** What it is a change of, where that is not what was saved last. */
  readonly former?: AgentDefinition
  readonly secrets: AgentSecrets
  readonly note: string | null
  readonly restoredFrom?: number
  /** Makes it live where something was published. */
  readonly publish?: boolean
}

/** Saves the first version of a new agent, and answers it. */
export async function saveFirst(
  tx: Executor,
  caller: Caller,
  id: string,
  save: NewSave,
): Promise<AgentRow> {
  const values = valuesOf(caller, id, save.definition, 1)
  await requireSound(tx, values.workspaceId, save.definition)
  await insertAgent(tx, values)
  await write(tx, caller, { id, number: 1, save })
  return finish(tx, caller, { id, save, former: undefined })
}

/** Saves a version upon a locked agent. What changes nothing is not one. */
export async function saveNext(
  tx: Executor,
  caller: Caller,
  former: AgentRow,
  save: NewSave,
): Promise<AgentRow> {
  const { id, newest } = former
  if (isSame(caller, former, save)) {
    await alignWebhook(tx, caller.context, { ...caller.principal, id })
    return former
  }
  const number = newest + 1
  const values = valuesOf(caller, id, save.definition, number)
  await requireSound(tx, values.workspaceId, save.definition)
  await write(tx, caller, { id, number, save })
  await updateAgent(tx, values)
  if (save.publish && former.live_version !== null) {
    await setLive(tx, values, { version: number, by: values.userId })
  }
  return finish(tx, caller, { id, save, former: save.former ?? definitionOf(former) })
}

function isSame({ context }: Caller, former: AgentRow, save: NewSave): boolean {
  if (save.restoredFrom !== undefined) return false
  const secrets = (given: AgentSecrets) => JSON.stringify([given.llmApiKey, given.webhookSecret])
  return (
    JSON.stringify(save.former ?? definitionOf(former)) === JSON.stringify(save.definition) &&
    secrets(openSecrets(context, former.id, former.secrets)) === secrets(save.secrets)
  )
}

function valuesOf(
  { context, principal }: Caller,
  id: string,
  { name, type, voice }: AgentDefinition,
  version: number,
) {
  const { workspaceId, userId } = principal
  const now = context.now()
  return { workspaceId, id, name, type, language: voice.lang, version, userId, now }
}

async function write(
  tx: Executor,
  { context, principal }: Caller,
  { id, number, save }: { readonly id: string; readonly number: number; readonly save: NewSave },
): Promise<void> {
  await insertVersion(tx, {
    workspaceId: principal.workspaceId,
    id: context.newId(),
    agentId: id,
    number,
    definition: JSON.stringify(save.definition),
    secrets: sealSecrets(context, id, save.secrets),
    note: save.note,
    restoredFrom: save.restoredFrom ?? null,
    userId: principal.userId,
    now: context.now(),
  })
}

/** What follows of every save, in its transaction. */
async function finish(
  tx: Executor,
  { context, principal, services }: Caller,
  saved: {
    readonly id: string
    readonly save: NewSave
    readonly former: AgentDefinition | undefined
  },
): Promise<AgentRow> {
  const { id, former } = saved
  const { workspaceId } = principal
  const { definition } = saved.save
  for (const hook of services.onSaved)
    await hook(tx, { workspaceId, agentId: id, definition, former })
  await alignWebhook(tx, context, { ...principal, id })
  const row = await findNewest(tx, workspaceId, id)
  if (!row) throw agentNotFound(id)
  const name = former === undefined ? 'agent.created' : 'agent.updated'
  await announceAgent(tx, context, principal, { name, row })
  return row
}
