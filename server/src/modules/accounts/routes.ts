import { accountEndpoints as endpoints, type PageQuery } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { authRoutes } from './auth-routes.ts'
import { invite, listSentInvitations, resendInvitation, revokeInvitation } from './invitations.ts'
import { changeMember, listPeople, removeMember } from './members.ts'
import type { AccountServices } from './services.ts'
import { userOfSession } from './session.ts'
import { changeWorkspace, getMe, getWorkspace } from './workspaces.ts'

/** People and workspaces: `/api/auth/*` of better-auth, and our own endpoints. */
export async function accountRoutes(
  http: FastifyInstance,
  context: Context,
  services: AccountServices,
): Promise<void> {
  http.addHook('onClose', () => services.mailer.close())
  workspaceRoutes(http, context, services)
  memberRoutes(http, context, services)
  invitationRoutes(http, context, services)
  await authRoutes(http, context, services)
}

function workspaceRoutes(http: FastifyInstance, context: Context, services: AccountServices): void {
  serve(http, endpoints.getMe, async ({ principal }) => reply(await getMe(context, principal)))
  serve(http, endpoints.getWorkspace, async ({ principal }) =>
    reply(await getWorkspace(context, principal.workspaceId)),
  )
  serve(http, endpoints.updateWorkspace, async ({ principal, body }) =>
    reply(await changeWorkspace(context, services, { principal, update: body })),
  )
}

function memberRoutes(http: FastifyInstance, context: Context, services: AccountServices): void {
  serve(http, endpoints.listMembers, async ({ principal, query }) => {
    const { members, total } = await listPeople(context, principal, query)
    return page(members, total, query)
  })
  serve(http, endpoints.updateMember, async ({ principal, params, body }) => {
    const change = { principal, memberId: params.id, change: body }
    return reply(await changeMember(context, services, change))
  })
  serve(http, endpoints.removeMember, async ({ principal, params, query }) => {
    const reassignTo = query.reassign_to
    const removal = { principal, memberId: params.id, reassignTo }
    const { userId } = await removeMember(context, services, removal)
    return reply({
      id: params.id,
      user_id: userId,
      removed: true,
      reassigned_to: reassignTo ?? null,
    })
  })
}

function invitationRoutes(http: FastifyInstance, context: Context, services: AccountServices) {
  serve(http, endpoints.createInvitation, async ({ principal, body }) =>
    reply(await invite(context, services, { principal, invitation: body })),
  )
  serve(http, endpoints.listInvitations, async ({ principal, query }) => {
    const { invitations, total } = await listSentInvitations(context, principal, query)
    return page(invitations, total, query)
  })
  serve(http, endpoints.revokeInvitation, async ({ principal, params }) =>
    reply(await revokeInvitation(context, principal, params.id)),
  )
  serve(http, endpoints.resendInvitation, async ({ principal, params }) =>
    reply(await resendInvitation(context, services, { principal, id: params.id })),
  )
  serve(http, endpoints.acceptInvitation, async ({ params, body, request }) => {
    const signedIn = await userOfSession(context, request)
    const joined = await acceptInvitation(context, { id: params.id, answer: body, signedIn })
    return reply({
      workspace_id: joined.workspaceId,
      member_id: joined.memberId,
      user_id: joined.userId,
      email: joined.email,
      role: joined.role,
    })
  })
}

function reply<const T>(data: T) {
  return { data, error: null }
}

function page<T>(rows: T[], total: number, { limit, offset }: PageQuery) {
  return {
    data: rows,
    error: null,
    count: total,
    pagination: {
      limit,
      offset,
      total,
      hasMore: offset + rows.length < total,
      page: Math.floor(offset / limit) + 1,
      totalPages: Math.ceil(total / limit),
      nextCursor: null,
    },
  }
}
