import type { Invitation, InvitationStatus, Role } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** As the API shows it, except that `status` may say pending after the end. */
export type InvitationRow = Invitation

const columns = `id, email, role, status, inviter_id as invited_by, iso(expires_at) as expires_at,
  iso(accepted_at) as accepted_at, iso(created_at) as created_at`

const insertRow = statement(
  'insert_invitation',
  `insert into invitation
     (workspace_id, id, email, role, inviter_id, token_hash, expires_at, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (workspace_id, email) where status = 'pending' do nothing
   returning ${columns}`,
)

/** Undefined when the address has a pending invitation. */
export async function insertInvitation(
  tx: Executor,
  invitation: {
    workspaceId: string
    id: string
    email: string
    role: Role
    inviterId: string
    tokenHash: Buffer
    expiresAt: Date
    now: Date
  },
): Promise<InvitationRow | undefined> {
  const { workspaceId, id, email, role, inviterId, tokenHash, expiresAt, now } = invitation
  const values = [workspaceId, id, email, role, inviterId, tokenHash, expiresAt, now]
  const [row] = await tx.run<InvitationRow>(insertRow, values)
  return row
}

const expirePending = statement(
  'expire_invitation_of_email',
  `update invitation set status = 'expired'
   where workspace_id = $1 and email = $2 and status = 'pending' and expires_at <= $3`,
)

/** Makes room for a new invitation of an address whose last one ran out. */
export async function markExpired(tx: Executor, workspaceId: string, email: string, now: Date) {
  await tx.run(expirePending, [workspaceId, email, now])
}

/** What the row is called outside: pending past its end is expired. */
const statusAt = (now: string) =>
  `case when status = 'pending' and expires_at <= ${now} then 'expired' else status end`

const listRows = statement(
  'list_invitations',
  `select ${columns} from invitation
   where workspace_id = $1 and ($2::text is null or ${statusAt('$3')} = $2)
   order by created_at desc, id desc limit $4 offset $5`,
)
const countRows = statement(
  'count_invitations',
  `select count(*)::int as total from invitation
   where workspace_id = $1 and ($2::text is null or ${statusAt('$3')} = $2)`,
)

export async function listInvitations(
  db: Executor,
  page: {
    workspaceId: string
    status: InvitationStatus | undefined
    now: Date
    limit: number
    offset: number
  },
): Promise<{ invitations: InvitationRow[]; total: number }> {
  const { workspaceId, status, now, limit, offset } = page
  const which = [workspaceId, status ?? null, now]
  const invitations = await db.run<InvitationRow>(listRows, [...which, limit, offset])
  const [count] = await db.run<{ total: number }>(countRows, which)
  return { invitations, total: count?.total ?? 0 }
}

const lockById = statement(
  'lock_invitation',
  `select ${columns} from invitation where workspace_id = $1 and id = $2 for update`,
)

export async function lockInvitation(tx: Executor, workspaceId: string, id: string) {
  const [row] = await tx.run<InvitationRow>(lockById, [workspaceId, id])
  return row
}

const anyByToken = statement(
  'has_invitation',
  'select exists (select from invitation where token_hash = $1 and id = $2) as "any"',
)

export async function hasInvitation(db: Executor, id: string, tokenHash: Buffer) {
  const [row] = await db.run<{ any: boolean }>(anyByToken, [tokenHash, id])
  return row?.any === true
}

const lockByToken = statement(
  'lock_invitation_by_token',
  `select ${columns}, workspace_id from invitation where token_hash = $1 and id = $2 for update`,
)

export async function lockInvitationByToken(tx: Executor, id: string, tokenHash: Buffer) {
  const [row] = await tx.run<InvitationRow & { workspace_id: string }>(lockByToken, [tokenHash, id])
  return row
}

const renewRow = statement(
  'renew_invitation',
  `update invitation set token_hash = $3, expires_at = $4
   where workspace_id = $1 and id = $2 returning ${columns}`,
)

export async function renewInvitation(
  tx: Executor,
  renewal: { workspaceId: string; id: string; tokenHash: Buffer; expiresAt: Date },
): Promise<InvitationRow | undefined> {
  const { workspaceId, id, tokenHash, expiresAt } = renewal
  const [row] = await tx.run<InvitationRow>(renewRow, [workspaceId, id, tokenHash, expiresAt])
  return row
}

const closeRow = statement(
  'close_invitation',
  `update invitation set status = $3, accepted_at = $4
   where workspace_id = $1 and id = $2 returning ${columns}`,
)

/** `acceptedAt` is null for one that is revoked. */
export async function closeInvitation(
  tx: Executor,
  closing: { workspaceId: string; id: string; acceptedAt: Date | null },
): Promise<InvitationRow | undefined> {
  const { workspaceId, id, acceptedAt } = closing
  const status: InvitationStatus = acceptedAt ? 'accepted' : 'revoked'
  const [row] = await tx.run<InvitationRow>(closeRow, [workspaceId, id, status, acceptedAt])
  return row
}
