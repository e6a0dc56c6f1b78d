import type { AgentDefinition, PhoneNumber } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { findAgent } from '../agents/index.ts'
import { getPhoneNumber } from './phone-numbers.ts'
import { lockNumber, type Named, type NumberRow, releaseAll, setAgent } from './queries.ts'
import { type Caller, numberNotFound, requireChanger } from './rights.ts'

export async function assignNumber(
  caller: Caller,
  { agentId, named }: { readonly agentId: string; readonly named: Named },
): Promise<PhoneNumber> {
  const { context, principal } = caller
  requireChanger(principal)
  const { workspaceId } = principal
  const { id } = await context.db.transaction(async (tx) => {
    await findAgent(context, { workspaceId, agentId, environment: 'draft' }, tx)
    return give(tx, context, { workspaceId, agentId, named })
  })
  return getPhoneNumber(caller, { id })
}

type Giving = { readonly workspaceId: string; readonly agentId: string; readonly named: Named }

/** Throws when another agent has it: what answers a number is not changed by accident. */
async function give(
  tx: Executor,
  context: Context,
  { workspaceId, agentId, named }: Giving,
): Promise<NumberRow> {
  const row = await lock(tx, workspaceId, named)
  if (row.agent_id === agentId) return row
  if (row.agent_id !== null) {
    const owner = row.agent_name ?? row.agent_id
    const message = `The number ${row.number} belongs to the voice agent ${owner}.`
    throw new AppError('PHONE_NUMBER_IN_USE', message, { voiceAgentId: row.agent_id })
  }
  await setAgent(tx, { workspaceId, id: row.id, agentId, now: context.now() })
  return row
}

async function lock(tx: Executor, workspaceId: string, named: Named): Promise<NumberRow> {
  const row = await lockNumber(tx, workspaceId, named)
  if (!row) throw numberNotFound(named.id ?? named.number ?? '')
  return row
}

/** A number of nobody stays as it is. */
export async function unassignNumber(caller: Caller, named: Named): Promise<PhoneNumber> {
  const { context, principal } = caller
  requireChanger(principal)
  const { workspaceId } = principal
  const { id } = await context.db.transaction(async (tx) => {
    const row = await lock(tx, workspaceId, named)
    if (row.agent_id !== null) {
      await setAgent(tx, { workspaceId, id: row.id, agentId: null, now: context.now() })
    }
    return row
  })
  return getPhoneNumber(caller, { id })
}

/** In the transaction that saves an agent: it gets the number that it now names, and loses the former. */
export async function bindNumberOfAgent(
  tx: Executor,
  context: Context,
  saved: {
    readonly workspaceId: string
    readonly agentId: string
    readonly definition: AgentDefinition
    readonly former: AgentDefinition | undefined
  },
): Promise<void> {
  const { workspaceId, agentId, definition, former } = saved
  const wanted = definition.phoneNumber?.id
  const before = former?.phoneNumber?.id
  if (wanted === before) return
  if (before !== undefined) {
    const row = await lockNumber(tx, workspaceId, { id: before })
    if (row?.agent_id === agentId) {
      await setAgent(tx, { workspaceId, id: before, agentId: null, now: context.now() })
    }
  }
  if (wanted !== undefined) await give(tx, context, { workspaceId, agentId, named: { id: wanted } })
}

/** In the transaction that deletes an agent. */
export async function releaseNumbersOfAgent(
  tx: Executor,
  context: Context,
  { workspaceId, agentId }: { readonly workspaceId: string; readonly agentId: string },
): Promise<void> {
  await releaseAll(tx, { workspaceId, agentId, now: context.now() })
}
