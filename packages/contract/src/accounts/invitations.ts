import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { PageQuery } from './members.ts'
import { Role } from './role.ts'
import { personOrWorkspaceName } from './workspace.ts'

const tag = 'Invitations'

/** Characters; longer ones only slow the hash down. */
export const passwordLength = { min: 10, max: 128 } as const

export const InvitationStatus = z.enum(['pending', 'accepted', 'revoked', 'expired'])
export type InvitationStatus = z.infer<typeof InvitationStatus>

export const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: Role,
  status: InvitationStatus,
  invited_by: z.uuid().nullable().describe('User who invited; null when their account is gone.'),
  expires_at: z.iso.datetime(),
  accepted_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})
export type Invitation = z.infer<typeof Invitation>

export const SentInvitation = Invitation.extend({
  mail_sent: z
    .boolean()
    .describe('False when the mail could not be sent; the invitation stands, so send it again.'),
  accept_url: z
    .url()
    .nullable()
    .describe('The link itself, to pass on by hand; only while no mail server is configured.'),
})
export type SentInvitation = z.infer<typeof SentInvitation>

export const NewInvitation = z.strictObject({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254, 'At most 254 characters.')
    .pipe(z.email('Must be an e-mail address.'))
    .meta({ openapi: { type: 'string', format: 'email', maxLength: 254 } }),
  role: Role.default('rep'),
})
export type NewInvitation = z.infer<typeof NewInvitation>

export const AcceptInvitation = z.strictObject({
  token: z.string().min(1).max(200).describe('Secret from the mailed link.'),
  name: personOrWorkspaceName.optional().describe('Needed from a person who is new here.'),
  password: z
    .string()
    .min(passwordLength.min, `At least ${passwordLength.min} characters.`)
    .max(passwordLength.max, `At most ${passwordLength.max} characters.`)
    .optional()
    .describe('Needed from a person who is new here; signs them in from then on.'),
})
export type AcceptInvitation = z.infer<typeof AcceptInvitation>

const InvitationPath = z.object({ id: z.uuid() })

export const invitationEndpoints = {
  createInvitation: endpoint({
    id: 'createInvitation',
    method: 'POST',
    path: '/functions/v1/invitations',
    tag,
    summary: 'Invite a person by mail',
    description: 'The link in the mail works once, for seven days.',
    access: 'key',
    scope: 'admin',
    resource: 'invitations',
    body: NewInvitation,
    reply: dataOf(SentInvitation),
    secretReply: true,
    status: 201,
    errors: ['DUPLICATE_EMAIL'],
  }),
  listInvitations: endpoint({
    id: 'listInvitations',
    method: 'GET',
    path: '/functions/v1/invitations',
    tag,
    summary: 'Invitations, newest first',
    access: 'key',
    scope: 'admin',
    resource: 'invitations',
    query: PageQuery.extend({ status: InvitationStatus.optional() }),
    reply: listOf(Invitation),
  }),
  revokeInvitation: endpoint({
    id: 'revokeInvitation',
    method: 'DELETE',
    path: '/functions/v1/invitations/:id',
    tag,
    summary: 'Revoke an invitation',
    description: 'Its link stops working at once.',
    access: 'key',
    scope: 'admin',
    resource: 'invitations',
    params: InvitationPath,
    reply: dataOf(Invitation),
    errors: ['INVITATION_NOT_FOUND', 'INVITATION_CLOSED'],
  }),
  resendInvitation: endpoint({
    id: 'resendInvitation',
    method: 'POST',
    path: '/functions/v1/invitations/:id/resend',
    tag,
    summary: 'Send an invitation again',
    description: 'With a new link and seven more days; links sent before stop working.',
    access: 'key',
    scope: 'admin',
    resource: 'invitations',
    params: InvitationPath,
    reply: dataOf(SentInvitation),
    secretReply: true,
    errors: ['INVITATION_NOT_FOUND', 'INVITATION_CLOSED'],
  }),
  acceptInvitation: endpoint({
    id: 'acceptInvitation',
    method: 'POST',
    path: '/functions/v1/invitations/:id/accept',
    tag,
    summary: 'Join the workspace one was invited to',
    description:
      'A new person sends a name and a password and may then sign in. Somebody who already has an account here signs in first.',
    access: 'none',
    params: InvitationPath,
    body: AcceptInvitation,
    reply: dataOf(
      z.object({
        workspace_id: z.uuid(),
        member_id: z.uuid(),
        user_id: z.uuid(),
        email: z.string(),
        role: Role,
      }),
    ),
    errors: [
      'INVITATION_NOT_FOUND',
      'INVITATION_CLOSED',
      'NOT_AUTHENTICATED',
      'INSUFFICIENT_PERMISSIONS',
    ],
  }),
}
