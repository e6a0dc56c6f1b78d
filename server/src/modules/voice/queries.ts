import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type CallKey = { readonly workspaceId: string; readonly id: string }

const insertSetupStatement = statement(
  'insert_call_setup',
  'insert into call_setup (workspace_id, id, setup) values ($1, $2, $3)',
)

export async function insertSetup(
  tx: Executor,
  { workspaceId, id, setup }: CallKey & { readonly setup: string },
): Promise<void> {
  await tx.run(insertSetupStatement, [workspaceId, id, setup])
}

const takeSetupStatement = statement(
  'take_call_setup',
  'delete from call_setup where workspace_id = $1 and id = $2 returning setup',
)

/** What the call was begun with, once: whoever connects first gets it. */
export async function takeSetup(tx: Executor, call: CallKey): Promise<string | undefined> {
  const [row] = await tx.run<{ setup: string }>(takeSetupStatement, [call.workspaceId, call.id])
  return row?.setup
}

const insertTokenStatement = statement(
  'insert_call_token',
  `insert into call_token (workspace_id, id, token_hash, purpose, allows, expires_at)
   values ($1, $2, $3, $4, $5, $6)`,
)

export type TokenRow = CallKey & {
  readonly hash: Buffer
  readonly purpose: 'call' | 'listen' | 'control'
  /** JSON. */
  readonly allows: string
  readonly expiresAt: Date
}

export async function insertToken(tx: Executor, row: TokenRow): Promise<void> {
  const { workspaceId, id, hash, purpose, allows, expiresAt } = row
  await tx.run(insertTokenStatement, [workspaceId, id, hash, purpose, allows, expiresAt])
}

const takeTokenStatement = statement(
  'take_call_token',
  `delete from call_token
   where workspace_id = $1 and token_hash = $2 and purpose = $3 and expires_at > $4
   returning allows`,
)

/** What the token allows, once. */
export async function takeToken(
  tx: Executor,
  token: {
    readonly workspaceId: string
    readonly hash: Buffer
    readonly purpose: TokenRow['purpose']
    readonly now: Date
  },
): Promise<string | undefined> {
  const { workspaceId, hash, purpose, now } = token
  const [row] = await tx.run<{ allows: string }>(takeTokenStatement, [
    workspaceId,
    hash,
    purpose,
    now,
  ])
  return row?.allows
}

const deleteOldStatement = statement(
  'delete_old_call_tokens',
  'delete from call_token where expires_at < $1',
)
const deleteSetupsStatement = statement(
  'delete_old_call_setups',
  'delete from call_setup where created_at < $1',
)

export async function deleteExpired(tx: Executor, before: Date): Promise<void> {
  await tx.run(deleteOldStatement, [before])
  await tx.run(deleteSetupsStatement, [before])
}

const exampleWorkspaceStatement = statement(
  'find_example_workspace',
  `select w.id from workspace w
   order by exists (
       select from agent a where a.workspace_id = w.id and a.deleted_at is null
     ) desc, w.id
   limit 1`,
)

/** The first workspace with a voice agent; without any, the one that was made at the first start. */
export async function findExampleWorkspace(db: Executor): Promise<string | undefined> {
  const [row] = await db.run<{ id: string }>(exampleWorkspaceStatement, [])
  return row?.id
}

const usualAgentStatement = statement(
  'find_usual_voice_agent',
  `select id from agent
   where workspace_id = $1 and deleted_at is null
   order by id desc limit 1`,
)

/** The newest agent of a workspace. */
export async function findUsualAgent(
  db: Executor,
  workspaceId: string,
): Promise<string | undefined> {
  const [row] = await db.run<{ id: string }>(usualAgentStatement, [workspaceId])
  return row?.id
}

const agentOfNumberStatement = statement(
  'find_agent_of_number',
  `select workspace_id, agent_id from phone_number
   where number = $1 and agent_id is not null and ($2::uuid is null or workspace_id = $2)
   limit 2`,
)

/** Who answers a number; undefined: nobody, or it is kept by more than one workspace. */
export async function findAgentOfNumber(
  db: Executor,
  number: string,
  workspaceId: string | null,
): Promise<{ readonly workspaceId: string; readonly agentId: string } | undefined> {
  const rows = await db.run<{ workspace_id: string; agent_id: string }>(agentOfNumberStatement, [
    number,
    workspaceId,
  ])
  const [row] = rows
  if (!row || rows.length > 1) return undefined
  return { workspaceId: row.workspace_id, agentId: row.agent_id }
}
