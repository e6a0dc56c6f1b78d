import { createHash, randomBytes } from 'node:crypto'
import type {
  AcceptInvitation,
  EventData,
  Invitation,
  NewInvitation,
  SentInvitation,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { emit } from '../../platform/events/event.ts'
import {
  closeInvitation,
  insertInvitation,
  type InvitationRow,
  listInvitations,
  lockInvitation,
  markExpired,
  renewInvitation,
} from './invitation-queries.ts'
import { acceptUrl, invitationMail } from './mails.ts'
import { findPerson, findPersonByEmail, findRole, findWorkspace } from './queries.ts'
import { mayInvite, statusOfInvitation } from './rules.ts'
import type { AccountServices } from './services.ts'

const lifetimeMs = 7 * 86_400_000

export async function invite(
  context: Context,
  services: AccountServices,
  { principal, invitation }: { principal: Principal; invitation: NewInvitation },
): Promise<SentInvitation> {
  const { workspaceId, userId } = principal
  const { email, role } = invitation
  if (!mayInvite(principal.role, role)) {
    throw new AppError('INSUFFICIENT_PERMISSIONS', 'Only an owner invites owners.')
  }
  const link = newLink(context)
  const now = context.now()
  const row = await context.db.transaction(async (tx) => {
    const known = await findPersonByEmail(tx, email)
    if (known && (await findRole(tx, workspaceId, known.id))) {
      throw duplicate(`${email} is a member already.`)
    }
    await markExpired(tx, workspaceId, email, now)
    const id = context.newId()
    const values = { workspaceId, id, email, role, inviterId: userId, now }
    const inserted = await insertInvitation(tx, { ...values, ...link })
    if (!inserted) throw duplicate(`${email} has a pending invitation; send that again.`)
    const data: EventData<'user.invited'> = {
      invitation_id: id,
      email,
      role,
      invited_by: userId,
      expires_at: inserted.expires_at,
    }
    await emit(tx, {
      id: context.newId(),
      workspaceId,
      name: 'user.invited',
      subjectType: 'user',
      subjectId: id,
      actorUserId: userId,
      data,
    })
    return inserted
  })
  context.wakeRelay()
  return sendInvitation(context, services, { principal, row, token: link.token })
}

export async function resendInvitation(
  context: Context,
  services: AccountServices,
  { principal, id }: { principal: Principal; id: string },
): Promise<SentInvitation> {
  const { workspaceId } = principal
  const link = newLink(context)
  const row = await context.db.transaction(async (tx) => {
    const found = await lockInvitation(tx, workspaceId, id)
    if (!found) throw notFound(id)
    // An expired one may be renewed, unless a newer one took its place.
    if (found.status !== 'pending') throw closed(found.status)
    if (!mayInvite(principal.role, found.role)) {
      throw new AppError('INSUFFICIENT_PERMISSIONS', 'Only an owner invites owners.')
    }
    return renewInvitation(tx, { workspaceId, id, ...link })
  })
  if (!row) throw notFound(id)
  return sendInvitation(context, services, { principal, row, token: link.token })
}

export async function revokeInvitation(
  context: Context,
  { workspaceId }: Principal,
  id: string,
): Promise<Invitation> {
  return context.db.transaction(async (tx) => {
    const found = await lockInvitation(tx, workspaceId, id)
    if (!found) throw notFound(id)
    if (found.status !== 'pending') throw closed(found.status)
    const row = await closeInvitation(tx, { workspaceId, id, acceptedAt: null })
    if (!row) throw notFound(id)
    return row
  })
}

export async function listSentInvitations(
  context: Context,
  { workspaceId }: Principal,
  page: { status?: Invitation['status'] | undefined; limit: number; offset: number },
): Promise<{ invitations: Invitation[]; total: number }> {
  const { status, limit, offset } = page
  const now = context.now()
  const listed = await listInvitations(context.db, { workspaceId, status, now, limit, offset })
  return { ...listed, invitations: listed.invitations.map((row) => toInvitation(row, now)) }
}

function toInvitation(row: InvitationRow, now: Date): Invitation {
  const { status, expires_at: expiresAt } = row
  return { ...row, status: statusOfInvitation({ status, expiresAt }, now) }
}

/** The invitation is committed by now: a mail that cannot be sent is reported, not thrown. */
async function sendInvitation(
  context: Context,
  { mailer, baseUrl }: AccountServices,
  sending: { principal: Principal; row: InvitationRow; token: string },
): Promise<SentInvitation> {
  const { principal, row, token } = sending
  const url = acceptUrl(baseUrl(), { id: row.id, token })
  const [inviter, workspace] = await Promise.all([
    findPerson(context.db, principal.userId),
    findWorkspace(context.db, principal.workspaceId),
  ])
  const mail = invitationMail({
    to: row.email,
    inviter: inviter?.name ?? 'Somebody',
    workspace: workspace?.name ?? 'a workspace',
    role: row.role,
    url,
  })
  const sent = await mailer.send(mail).then(
    () => true,
    (error: unknown) => {
      context.log.error({ err: error, invitationId: row.id }, 'invitation not mailed')
      return false
    },
  )
  return { ...row, mail_sent: sent, accept_url: mailer.delivers ? null : url }
}

function newLink({ now }: Context) {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token), expiresAt: new Date(now().getTime() + lifetimeMs) }
}

/** The token has 256 random bits, so one fast hash is enough. */
export function hashToken(token: AcceptInvitation['token']): Buffer {
  return createHash('sha256').update(token).digest()
}

export function notFound(id: string): AppError {
  return new AppError('INVITATION_NOT_FOUND', `No invitation has the id ${id} and this token.`)
}

const whyClosed = {
  pending: 'is still open',
  accepted: 'has been used',
  revoked: 'was revoked',
  expired: 'has expired',
}

export function closed(status: Invitation['status']): AppError {
  const sentence = `This invitation ${whyClosed[status]}.`
  return new AppError('INVITATION_CLOSED', sentence, { status })
}

function duplicate(sentence: string): AppError {
  return new AppError('DUPLICATE_EMAIL', sentence, { field: 'email', message: sentence })
}
