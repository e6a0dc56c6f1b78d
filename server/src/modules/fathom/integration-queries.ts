import type { FathomIntegration } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type Integration = {
  readonly id: string
  /** Sealed for the id. */
  readonly api_key: string
  readonly webhook_id: string
}

const findStatement = statement(
  'find_fathom_integration',
  `select id, api_key, webhook_id from fathom_integration
   where workspace_id = $1 and user_id = $2`,
)

type Whose = { readonly workspaceId: string; readonly userId: string }

export async function findIntegration(
  db: Executor,
  { workspaceId, userId }: Whose,
): Promise<Integration | undefined> {
  const [row] = await db.run<Integration>(findStatement, [workspaceId, userId])
  return row
}

const shownStatement = statement(
  'show_fathom_integration',
  `select i.id is not null as connected, i.api_key_preview, i.webhook_id, i.webhook_url,
     exists (select from meeting_door d where d.workspace_id = $1 and d.user_id = $2) as has_door,
     iso(i.created_at) as connected_at, iso(i.updated_at) as updated_at
   from (select 1) as one left join fathom_integration i on i.workspace_id = $1 and i.user_id = $2`,
)

export async function showIntegration(
  db: Executor,
  { workspaceId, userId }: Whose,
): Promise<FathomIntegration> {
  const [row] = await db.run<FathomIntegration>(shownStatement, [workspaceId, userId])
  if (!row) throw new Error('One row was asked for, and none came.')
  return row
}

const lockStatement = statement(
  'lock_fathom_integration',
  `select pg_advisory_xact_lock(hashtextextended($1::text || ' fathom ' || $2::text, 72754))`,
)

/** One change of a person's connection at a time. */
export async function lockIntegration(tx: Executor, { workspaceId, userId }: Whose): Promise<void> {
  await tx.run(lockStatement, [workspaceId, userId])
}

const saveStatement = statement(
  'save_fathom_integration',
  `insert into fathom_integration (workspace_id, id, user_id, api_key, api_key_preview, webhook_id,
     webhook_url, webhook_secret, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
   on conflict (workspace_id, user_id) do update set id = excluded.id, api_key = excluded.api_key,
     api_key_preview = excluded.api_key_preview, webhook_id = excluded.webhook_id,
     webhook_url = excluded.webhook_url, webhook_secret = excluded.webhook_secret,
     updated_at = excluded.updated_at`,
)

export async function saveIntegration(
  tx: Executor,
  saved: Whose & {
    readonly id: string
    readonly sealedKey: string
    readonly keyPreview: string
    readonly webhookId: string
    readonly webhookUrl: string
    readonly sealedSecret: string
    readonly now: Date
  },
): Promise<void> {
  const { workspaceId, userId, id, sealedKey, keyPreview } = saved
  const { webhookId, webhookUrl, sealedSecret, now } = saved
  await tx.run(saveStatement, [
    workspaceId,
    id,
    userId,
    sealedKey,
    keyPreview,
    webhookId,
    webhookUrl,
    sealedSecret,
    now.toISOString(),
  ])
}

const deleteStatement = statement(
  'delete_fathom_integration',
  'delete from fathom_integration where workspace_id = $1 and user_id = $2 returning id',
)

export async function deleteIntegration(
  tx: Executor,
  { workspaceId, userId }: Whose,
): Promise<void> {
  await tx.run(deleteStatement, [workspaceId, userId])
}
