import type { Member, PageQuery, Role } from '@parley/contract'
import type { Context } from '../../context.ts'
import { mayDo, type Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { e164Of } from '../crm/index.ts'
import {
  countOwners,
  deleteMember,
  findRole,
  listMembers,
  lockMemberRow,
  lockWorkspace,
  updatePhone,
  updateRole,
} from './queries.ts'
import { decideRoleChange } from './rules.ts'
import type { AccountServices } from './services.ts'
import { deleteSessionsInWorkspace } from './session-queries.ts'

export async function listPeople({ db }: Context, { workspaceId }: Principal, page: PageQuery) {
  return listMembers(db, { workspaceId, ...page })
}

type MemberChange = {
  readonly role?: Role | undefined
  /** Null takes it away. */
  readonly phone?: string | null | undefined
}

export async function changeMember(
  context: Context,
  services: AccountServices,
  change: { principal: Principal; memberId: string; change: MemberChange },
): Promise<Member> {
  const { principal, memberId } = change
  const { role, phone } = change.change
  if (role === undefined && phone === undefined) {
    throw new AppError('VALIDATION_ERROR', 'The body has no field that could be changed.')
  }
  const { workspaceId } = principal
  const changed = await context.db.transaction(async (tx) => {
    const member = await lockMember(tx, workspaceId, memberId)
    requireRight(principal, member, change.change)
    const number = phone === undefined ? undefined : await numberOf(context, principal, phone)
    if (role !== undefined) {
      await assertRoleChange(tx, principal, member.role, role)
      await updateRole(tx, workspaceId, memberId, role)
    }
    if (number) await updatePhone(tx, workspaceId, memberId, number)
    return { ...member, ...(role && { role }), ...number }
  })
  if (role) services.membershipChanged({ workspaceId, userId: changed.user_id })
  return changed
}

/** People set their own number; everything else is for admins. */
function requireRight(principal: Principal, member: Member, { role }: MemberChange): void {
  const isOwn = member.user_id === principal.userId && role === undefined
  if (isOwn || mayDo(principal, 'admin', 'members')) return
  throw new AppError('INSUFFICIENT_PERMISSIONS', "This needs the permission 'members:admin'.", {
    required: 'members:admin',
  })
}

type PhoneNumber = { readonly phone: string | null; readonly phone_e164: string | null }

async function numberOf(
  context: Context,
  principal: Principal,
  typed: string | null,
): Promise<PhoneNumber> {
  if (typed === null) return { phone: null, phone_e164: null }
  const e164 = await e164Of({ context, principal }, typed)
  if (e164 !== null) return { phone: typed, phone_e164: e164 }
  throw invalid('phone', "Field 'phone' must be a phone number, such as +44 20 7946 0958")
}

export async function removeMember(
  context: Context,
  services: AccountServices,
  removal: { principal: Principal; memberId: string; reassignTo: string | undefined },
): Promise<{ userId: string }> {
  const { principal, memberId, reassignTo } = removal
  const { workspaceId } = principal
  const membership = await context.db.transaction(async (tx) => {
    const member = await lockMember(tx, workspaceId, memberId)
    await assertRoleChange(tx, principal, member.role, undefined)
    const leaving = { workspaceId, userId: member.user_id }
    await reassignRecords(tx, services, { ...leaving, reassignTo })
    for (const step of services.onMemberRemoved) {
      await step(tx, { ...leaving, removedBy: principal.userId })
    }
    await deleteSessionsInWorkspace(tx, leaving)
    await deleteMember(tx, workspaceId, memberId)
    return leaving
  })
  context.wakeRelay()
  services.membershipChanged(membership)
  return { userId: membership.userId }
}

/** The member as they are once nobody else can change the workspace's people. */
async function lockMember(tx: Executor, workspaceId: string, memberId: string): Promise<Member> {
  await lockWorkspace(tx, workspaceId)
  const member = await lockMemberRow(tx, workspaceId, memberId)
  if (!member) throw new AppError('MEMBER_NOT_FOUND', `No member has the id ${memberId}.`)
  return member
}

async function assertRoleChange(
  tx: Executor,
  principal: Principal,
  from: Role,
  to: Role | undefined,
): Promise<void> {
  const { workspaceId, userId } = principal
  // Read again under the lock: the actor may have lost the role since the request came in.
  const actor = (await findRole(tx, workspaceId, userId)) ?? 'viewer'
  const ownerCount = await countOwners(tx, workspaceId)
  switch (decideRoleChange({ actor, from, to, ownerCount })) {
    case 'allowed':
      return
    case 'owners_only':
      throw new AppError('INSUFFICIENT_PERMISSIONS', 'Only an owner makes or changes an owner.')
    case 'last_owner':
      throw new AppError('LAST_OWNER', 'A workspace needs an owner; make somebody else one first.')
  }
}

async function reassignRecords(
  tx: Executor,
  { ownedRecords }: AccountServices,
  leaving: { workspaceId: string; userId: string; reassignTo: string | undefined },
): Promise<void> {
  const { workspaceId, userId, reassignTo } = leaving
  if (reassignTo === undefined) {
    let owned = 0
    for (const records of ownedRecords) owned += await records.count(tx, { workspaceId, userId })
    if (owned === 0) return
    throw new AppError(
      'HAS_ASSOCIATIONS',
      `This person owns ${owned} records; name who takes them over in 'reassign_to'.`,
      { field: 'reassign_to', records: owned },
    )
  }
  if (reassignTo === userId) throw invalid('reassign_to', 'Must be somebody else.')
  if (!(await findRole(tx, workspaceId, reassignTo))) {
    throw invalid('reassign_to', 'Must be the user_id of a member of this workspace.')
  }
  const change = { workspaceId, fromUserId: userId, toUserId: reassignTo }
  for (const records of ownedRecords) await records.reassign(tx, change)
}
