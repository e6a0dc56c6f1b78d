import type { Member, Role, Workspace, WorkspaceUpdate } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

// --- people

const personByEmail = statement('user_by_email', 'select id, name from app_user where email = $1')

export async function findPersonByEmail(db: Executor, email: string) {
  const [row] = await db.run<{ id: string; name: string }>(personByEmail, [email])
  return row
}

const personById = statement('user_by_id', 'select id, name, email from app_user where id = $1')

export async function findPerson(db: Executor, id: string) {
  const [row] = await db.run<{ id: string; name: string; email: string }>(personById, [id])
  return row
}

const insertUser = statement(
  'insert_user',
  `insert into app_user (id, name, email, email_verified, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $5) on conflict (email) do nothing returning id`,
)
const insertCredential = statement(
  'insert_password',
  `insert into credential
     (id, user_id, provider_id, account_id, password, created_at, updated_at)
   values ($1, $2::uuid, 'credential', $2::uuid::text, $3, $4, $4)`,
)

export type NewPerson = {
  id: string
  credentialId: string
  name: string
  email: string
  emailVerified: boolean
  passwordHash: string
  now: Date
}

/** False when the address has a person already; then nothing is written. */
export async function insertPerson(tx: Executor, person: NewPerson): Promise<boolean> {
  const { id, credentialId, name, email, emailVerified, passwordHash, now } = person
  const rows = await tx.run(insertUser, [id, name, email, emailVerified, now])
  if (rows.length === 0) return false
  await tx.run(insertCredential, [credentialId, id, passwordHash, now])
  return true
}

const anyUser = statement('any_user', 'select exists (select from app_user) as "any"')

export async function hasPeople(db: Executor): Promise<boolean> {
  const [row] = await db.run<{ any: boolean }>(anyUser, [])
  return row?.any === true
}

/** Any number: two nodes starting at once must not both create the first owner. */
const lockFirstOwner = statement('lock_first_owner', 'select pg_advisory_xact_lock(7275310)')

export async function holdFirstOwnerLock(tx: Executor): Promise<void> {
  await tx.run(lockFirstOwner, [])
}

// --- workspaces

const workspaceColumns = `id, name, slug, default_country, time_zone, leads_from_calls,
  leads_from_meetings, open_meetings_webhook, iso(created_at) as created_at`

const workspaceById = statement(
  'workspace_by_id',
  `select ${workspaceColumns} from workspace where id = $1`,
)

export async function findWorkspace(db: Executor, id: string): Promise<Workspace | undefined> {
  const [row] = await db.run<Workspace>(workspaceById, [id])
  return row
}

const serverWorkspace = statement(
  'workspace_runs_server',
  'select runs_server as "runsServer" from workspace where id = $1',
)

/** Whether its owners look after the whole server. */
export async function runsServer(db: Executor, id: string): Promise<boolean> {
  const [row] = await db.run<{ runsServer: boolean }>(serverWorkspace, [id])
  return row?.runsServer === true
}

const insertWorkspaceRow = statement(
  'insert_workspace',
  `insert into workspace (id, name, slug, created_at, runs_server) values ($1, $2, $3, $4, $5)`,
)

export async function insertWorkspace(
  tx: Executor,
  workspace: { id: string; name: string; slug: string; now: Date; runsServer: boolean },
): Promise<void> {
  const { id, name, slug, now, runsServer: isFirst } = workspace
  await tx.run(insertWorkspaceRow, [id, name, slug, now, isFirst])
}

const updateWorkspaceRow = statement(
  'update_workspace',
  `update workspace set name = coalesce($2, name),
     default_country = coalesce($3, default_country), time_zone = coalesce($4, time_zone),
     leads_from_calls = coalesce($5, leads_from_calls),
     leads_from_meetings = coalesce($6, leads_from_meetings),
     open_meetings_webhook = coalesce($7, open_meetings_webhook)
   where id = $1 returning ${workspaceColumns}`,
)

export async function updateWorkspace(
  db: Executor,
  id: string,
  change: WorkspaceUpdate,
): Promise<Workspace | undefined> {
  const [row] = await db.run<Workspace>(updateWorkspaceRow, [
    id,
    change.name ?? null,
    change.default_country ?? null,
    change.time_zone ?? null,
    change.leads_from_calls ?? null,
    change.leads_from_meetings ?? null,
    change.open_meetings_webhook ?? null,
  ])
  return row
}

const lockWorkspaceRow = statement(
  'lock_workspace',
  'select id from workspace where id = $1 for no key update',
)

/** Changes of a workspace's members happen one after another, so that an owner always remains. */
export async function lockWorkspace(tx: Executor, id: string): Promise<void> {
  await tx.run(lockWorkspaceRow, [id])
}

const workspacesOf = statement(
  'workspaces_of_user',
  `select w.id, w.name, w.slug, m.role from member m join workspace w on w.id = m.workspace_id
   where m.user_id = $1 order by m.created_at, m.id`,
)

export async function listWorkspacesOfUser(db: Executor, userId: string) {
  return db.run<{ id: string; name: string; slug: string; role: Role }>(workspacesOf, [userId])
}

// --- members

const memberColumns = `m.id, m.user_id, u.name, u.email, m.role, m.phone, m.phone_e164,
  iso(m.created_at) as created_at`
const fromMembers = 'from member m join app_user u on u.id = m.user_id'

const membersOf = statement(
  'list_members',
  `select ${memberColumns} ${fromMembers} where m.workspace_id = $1
   order by m.created_at, m.id limit $2 offset $3`,
)
const memberCount = statement(
  'count_members',
  'select count(*)::int as total from member where workspace_id = $1',
)

export async function listMembers(
  db: Executor,
  page: { workspaceId: string; limit: number; offset: number },
): Promise<{ members: Member[]; total: number }> {
  const { workspaceId, limit, offset } = page
  const members = await db.run<Member>(membersOf, [workspaceId, limit, offset])
  const [count] = await db.run<{ total: number }>(memberCount, [workspaceId])
  return { members, total: count?.total ?? 0 }
}

const memberForUpdate = statement(
  'lock_member',
  `select ${memberColumns} ${fromMembers} where m.workspace_id = $1 and m.id = $2
   for update of m`,
)

/** From here on nobody can add a record that this member owns. */
export async function lockMemberRow(tx: Executor, workspaceId: string, id: string) {
  const [row] = await tx.run<Member>(memberForUpdate, [workspaceId, id])
  return row
}

const roleOf = statement(
  'role_of_user',
  'select role from member where workspace_id = $1 and user_id = $2',
)

export async function findRole(db: Executor, workspaceId: string, userId: string) {
  const [row] = await db.run<{ role: Role }>(roleOf, [workspaceId, userId])
  return row?.role
}

const ownerCount = statement(
  'count_owners',
  "select count(*)::int as total from member where workspace_id = $1 and role = 'owner'",
)

export async function countOwners(tx: Executor, workspaceId: string): Promise<number> {
  const [row] = await tx.run<{ total: number }>(ownerCount, [workspaceId])
  return row?.total ?? 0
}

const insertMemberRow = statement(
  'insert_member',
  `insert into member (workspace_id, id, user_id, role, created_at) values ($1, $2, $3, $4, $5)
   on conflict (workspace_id, user_id) do nothing returning id`,
)

/** False when the user is a member already. */
export async function insertMember(
  tx: Executor,
  member: { workspaceId: string; id: string; userId: string; role: Role; now: Date },
): Promise<boolean> {
  const { workspaceId, id, userId, role, now } = member
  return (await tx.run(insertMemberRow, [workspaceId, id, userId, role, now])).length > 0
}

const updateMemberRole = statement(
  'update_member_role',
  'update member set role = $3 where workspace_id = $1 and id = $2',
)

export async function updateRole(tx: Executor, workspaceId: string, id: string, role: Role) {
  await tx.run(updateMemberRole, [workspaceId, id, role])
}

const updateMemberPhone = statement(
  'update_member_phone',
  'update member set phone = $3, phone_e164 = $4 where workspace_id = $1 and id = $2',
)

export async function updatePhone(
  tx: Executor,
  workspaceId: string,
  id: string,
  { phone, phone_e164 }: { readonly phone: string | null; readonly phone_e164: string | null },
) {
  await tx.run(updateMemberPhone, [workspaceId, id, phone, phone_e164])
}

const deleteMemberRow = statement(
  'delete_member',
  'delete from member where workspace_id = $1 and id = $2',
)

export async function deleteMember(tx: Executor, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteMemberRow, [workspaceId, id])
}
