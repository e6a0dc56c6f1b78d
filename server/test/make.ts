import type { Context } from '../src/context.ts'
import { createApiKey, type NewKey } from '../src/modules/access/index.ts'
import type { Role } from '../src/platform/access.ts'

/** A person in a workspace of their own, with a key that may do everything. */
export type Owner = {
  readonly workspaceId: string
  readonly userId: string
  readonly apiKey: string
}

export async function makeWorkspace(context: Context): Promise<Owner> {
  const workspaceId = context.newId()
  await context.db.pool.query('insert into workspace (id, name, slug) values ($1, $2, $3)', [
    workspaceId,
    'Test workspace',
    `test-${workspaceId}`,
  ])
  const { userId } = await makeMember(context, workspaceId, 'owner')
  const scopes = ['read', 'write', 'delete', 'admin']
  const apiKey = await makeKey(context, { workspaceId, userId, scopes })
  // A test starts with an empty log, and finds in it only what it did.
  await context.db.pool.query('delete from event where workspace_id = $1', [workspaceId])
  return { workspaceId, userId, apiKey }
}

export async function makeMember(
  context: Context,
  workspaceId: string,
  role: Role,
): Promise<{ userId: string }> {
  const userId = context.newId()
  await context.db.pool.query('insert into app_user (id, name, email) values ($1, $2, $3)', [
    userId,
    `Test ${role}`,
    `${userId}@example.test`,
  ])
  await context.db.pool.query(
    'insert into member (workspace_id, id, user_id, role) values ($1, $2, $3, $4)',
    [workspaceId, context.newId(), userId, role],
  )
  return { userId }
}

/** Answers the key itself. */
export async function makeKey(
  context: Context,
  wanted: Omit<NewKey, 'name'> & { name?: string },
): Promise<string> {
  return context.db.transaction(async (tx) => {
    const { key } = await createApiKey(tx, context, { name: 'Test key', ...wanted })
    return key
  })
}
