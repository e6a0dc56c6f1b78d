import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { optionalText } from '../fields.ts'
import { Role } from './role.ts'

const tag = 'Members'

export const Member = z.object({
  id: z.uuid().describe('Id of the membership.'),
  user_id: z.uuid().describe('Id of the person; what owner and assignee fields hold.'),
  name: z.string(),
  email: z.string(),
  role: Role,
  phone: z.string().nullable().describe('As typed. Calls from and to this number are theirs.'),
  phone_e164: z.string().nullable().describe('The same number as +CCNNN.'),
  created_at: z.iso.datetime().describe('When the person joined.'),
})
export type Member = z.infer<typeof Member>

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('Rows on a page.'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Rows to skip.'),
})
export type PageQuery = z.infer<typeof PageQuery>

const MemberPath = z.object({ id: z.uuid().describe('Id of the membership.') })

export const memberEndpoints = {
  listMembers: endpoint({
    id: 'listMembers',
    method: 'GET',
    path: '/functions/v1/members',
    tag,
    summary: 'People of the workspace, first joined first',
    access: 'key',
    scope: 'read',
    resource: 'members',
    query: PageQuery,
    reply: listOf(Member),
  }),
  updateMember: endpoint({
    id: 'updateMember',
    method: 'PATCH',
    path: '/functions/v1/members/:id',
    tag,
    summary: 'Change a person’s role or phone number',
    description:
      'A role needs the permission `admin` and takes effect with their next call. Only an owner makes or changes an owner, and the last one stays. The number by which calls are recognised as theirs may be set by the person too; null takes it away.',
    access: 'key',
    params: MemberPath,
    body: z.strictObject({ role: Role.optional(), phone: optionalText(50) }),
    reply: dataOf(Member),
    errors: ['MEMBER_NOT_FOUND', 'LAST_OWNER', 'INSUFFICIENT_PERMISSIONS'],
  }),
  removeMember: endpoint({
    id: 'removeMember',
    method: 'DELETE',
    path: '/functions/v1/members/:id',
    tag,
    summary: 'Remove a person from the workspace',
    description:
      'Their sessions in this workspace end and their API keys are revoked. While they own records, `reassign_to` must name the member who takes them over.',
    access: 'key',
    scope: 'admin',
    resource: 'members',
    params: MemberPath,
    query: z.object({
      reassign_to: z.uuid().optional().describe('user_id of the member who gets their records.'),
    }),
    reply: dataOf(
      z.object({
        id: z.uuid(),
        user_id: z.uuid(),
        removed: z.literal(true),
        reassigned_to: z.uuid().nullable(),
      }),
    ),
    errors: ['MEMBER_NOT_FOUND', 'LAST_OWNER', 'HAS_ASSOCIATIONS'],
  }),
}
