import type { Role } from '@parley/contract'
import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type SessionRow = {
  userId: string
  email: string
  /** Null when the user is in no workspace, or not in the one asked for. */
  workspaceId: string | null
  role: Role | null
}

const sessionByToken = statement(
  'session_by_token',
  `select u.id as "userId", u.email, m.workspace_id as "workspaceId", m.role
   from session s
   join app_user u on u.id = s.user_id
   left join lateral (
     select workspace_id, role from member
     where user_id = s.user_id and ($2::uuid is null or workspace_id = $2)
     order by (workspace_id = s.active_workspace_id) is true desc, created_at, id
     limit 1
   ) m on true
   where s.token = $1 and s.expires_at > $3`,
)

/**
 * The person a session belongs to and their role in `workspaceId`, else in the session's active
 * workspace, else in the one they joined first.
 */
export async function findSession(
  db: Database,
  asked: { token: string; workspaceId: string | undefined; now: Date },
): Promise<SessionRow | undefined> {
  const [row] = await db.read<SessionRow>(sessionByToken, [
    asked.token,
    asked.workspaceId ?? null,
    asked.now,
  ])
  return row
}

const firstWorkspace = statement(
  'first_workspace_of_user',
  'select workspace_id as id from member where user_id = $1 order by created_at, id limit 1',
)

export async function findFirstWorkspace(db: Executor, userId: string) {
  const [row] = await db.run<{ id: string }>(firstWorkspace, [userId])
  return row?.id
}

const endSessionsInWorkspace = statement(
  'end_sessions_in_workspace',
  `delete from session
   where user_id = $1 and (active_workspace_id = $2 or active_workspace_id is null
     or not exists (select from member where user_id = $1 and workspace_id <> $2))`,
)

/** Ends the sessions of a user that act in the workspace, and all of them if it was the user's last. */
export async function deleteSessionsInWorkspace(
  tx: Executor,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): Promise<void> {
  await tx.run(endSessionsInWorkspace, [userId, workspaceId])
}

const expiredSessions = statement(
  'delete_expired_sessions_of_user',
  'delete from session where user_id = $1 and expires_at <= $2',
)

export async function deleteExpiredSessions(db: Executor, userId: string, now: Date) {
  await db.run(expiredSessions, [userId, now])
}

const openResets = statement(
  'delete_verifications_of_user',
  'delete from verification where value = $1',
)

/** Links to reset the password that were mailed before stop working. */
export async function deletePasswordResets(db: Executor, userId: string): Promise<void> {
  await db.run(openResets, [userId])
}
