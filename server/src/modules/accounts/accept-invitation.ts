import type { AcceptInvitation, EventData, Role } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { emit } from '../../platform/events/event.ts'
import { closeInvitation, hasInvitation, lockInvitationByToken } from './invitation-queries.ts'
import { closed, hashToken, notFound } from './invitations.ts'
import { hashPassword } from './passwords.ts'
import { findPersonByEmail, insertMember, insertPerson } from './queries.ts'
import { statusOfInvitation } from './rules.ts'

/** The person behind the session of the request, if there is one. */
type SignedIn = { readonly userId: string; readonly email: string } | undefined

export type Joined = {
  workspaceId: string
  memberId: string
  userId: string
  email: string
  role: Role
}

/**
 * Makes the invited person a member, once. Whoever has an account must be signed in to it: holding
 * somebody's link is not being them.
 */
export async function acceptInvitation(
  context: Context,
  accepting: { id: string; answer: AcceptInvitation; signedIn: SignedIn },
): Promise<Joined> {
  const { id, answer, signedIn } = accepting
  const passwordHash = await hashForHolder(context, id, answer)
  const joined = await context.db.transaction(async (tx) => {
    const invitation = await lockInvitationByToken(tx, id, hashToken(answer.token))
    if (!invitation) throw notFound(id)
    const { email, role, expires_at: expiresAt, workspace_id: workspaceId } = invitation
    const status = statusOfInvitation({ status: invitation.status, expiresAt }, context.now())
    if (status !== 'pending') throw closed(status)

    const person =
      (await knownPerson(tx, email, signedIn)) ??
      (await newPerson(tx, context, { email, name: answer.name, passwordHash }))
    const memberId = context.newId()
    const now = context.now()
    const member = { workspaceId, id: memberId, userId: person.id, role, now }
    if (!(await insertMember(tx, member))) {
      throw new AppError('CONFLICT', 'You are a member of this workspace already.')
    }
    await closeInvitation(tx, { workspaceId, id, acceptedAt: now })
    const data: EventData<'user.joined'> = {
      user_id: person.id,
      member_id: memberId,
      invitation_id: id,
      email,
      name: person.name,
      role,
    }
    await emit(tx, {
      id: context.newId(),
      workspaceId,
      name: 'user.joined',
      subjectType: 'user',
      subjectId: person.id,
      actorUserId: person.id,
      data,
    })
    return { workspaceId, memberId, userId: person.id, email, role }
  })
  context.wakeRelay()
  return joined
}

/**
 * Before the transaction, because hashing takes its time and memory; and only for who holds a token,
 * because anybody may call.
 */
async function hashForHolder(context: Context, id: string, { token, password }: AcceptInvitation) {
  if (!(await hasInvitation(context.db, id, hashToken(token)))) throw notFound(id)
  return password === undefined ? undefined : hashPassword(password)
}

async function knownPerson(tx: Executor, email: string, signedIn: SignedIn) {
  const person = await findPersonByEmail(tx, email)
  if (!person || signedIn?.userId === person.id) return person
  if (signedIn) {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      `This invitation is for ${email}; you are signed in as ${signedIn.email}.`,
    )
  }
  throw new AppError('NOT_AUTHENTICATED', `${email} has an account here; sign in, then accept.`)
}

async function newPerson(
  tx: Executor,
  { newId, now }: Context,
  person: { email: string; name: string | undefined; passwordHash: string | undefined },
): Promise<{ id: string; name: string }> {
  const { email, name, passwordHash } = person
  if (name === undefined) throw invalid('name', 'Needed, because you are new here.')
  if (passwordHash === undefined) throw invalid('password', 'Needed, because you are new here.')
  const id = newId()
  const row = { id, credentialId: newId(), name, email, passwordHash, now: now() }
  // The link reached them by mail, so the address is theirs.
  if (await insertPerson(tx, { ...row, emailVerified: true })) return { id, name }
  throw new AppError('NOT_AUTHENTICATED', `${email} has an account here; sign in, then accept.`)
}
