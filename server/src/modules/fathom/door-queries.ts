import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type Person = {
  readonly id: string
  readonly name: string
  readonly email: string
  /** Workspaces they are a member of, the longest known first. */
  readonly workspaceIds: readonly string[]
}

const personStatement = statement(
  'person_of_door',
  `select u.id, u.name, u.email, array_agg(m.workspace_id order by m.created_at, m.id)::text[]
     as "workspaceIds"
   from app_user u join member m on m.user_id = u.id where u.id = $1 group by u.id`,
)

/** Undefined for somebody who is in no workspace (any more). */
export async function findPerson(db: Executor, id: string): Promise<Person | undefined> {
  const [person] = await db.run<Person>(personStatement, [id])
  return person
}

export type SealedSecret = {
  readonly workspaceId: string
  /** Where it was sealed for. */
  readonly place: string
  readonly secret: string
}

const secretsStatement = statement(
  'signing_secrets_of_user',
  `select workspace_id as "workspaceId", id as place, webhook_secret as secret
   from fathom_integration where user_id = $1
   union all
   select workspace_id, id, signing_secret from meeting_door where user_id = $1`,
)

/** Secrets that requests for this person may be signed with. */
export function selectSigningSecrets(db: Executor, userId: string): Promise<SealedSecret[]> {
  return db.run<SealedSecret>(secretsStatement, [userId])
}

const tokenStatement = statement(
  'find_door_by_token',
  `select workspace_id as "workspaceId", user_id as "userId" from meeting_door
   where token_hash = sha256(convert_to($1, 'UTF8'))`,
)

export async function findByToken(
  db: Executor,
  token: string,
): Promise<{ readonly workspaceId: string; readonly userId: string } | undefined> {
  const [door] = await db.run<{ workspaceId: string; userId: string }>(tokenStatement, [token])
  return door
}

const openStatement = statement(
  'find_open_workspace',
  `select id from workspace
   where open_meetings_webhook and (id::text = lower($1) or slug = $1) limit 1`,
)

/** Id of the workspace, if it lets anybody tell it of meetings. */
export async function findOpenWorkspace(db: Executor, name: string): Promise<string | undefined> {
  const [row] = await db.run<{ id: string }>(openStatement, [name])
  return row?.id
}

const saveStatement = statement(
  'save_meeting_door',
  `insert into meeting_door (workspace_id, id, user_id, token_hash, signing_secret, created_at)
   values ($1, $2, $3, sha256(convert_to($4, 'UTF8')), $5, $6)
   on conflict (workspace_id, user_id) do update set id = excluded.id,
     token_hash = excluded.token_hash, signing_secret = excluded.signing_secret,
     created_at = excluded.created_at`,
)

/** The former door of the person, if any, is closed. */
export async function saveDoor(
  db: Executor,
  door: {
    readonly workspaceId: string
    readonly id: string
    readonly userId: string
    readonly token: string
    readonly sealedSecret: string
    readonly createdAt: Date
  },
): Promise<void> {
  const { workspaceId, id, userId, token, sealedSecret, createdAt } = door
  await db.run(saveStatement, [
    workspaceId,
    id,
    userId,
    token,
    sealedSecret,
    createdAt.toISOString(),
  ])
}
