import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf } from '../envelope.ts'
import { Role } from './role.ts'

const tag = 'Workspace'

/** One line of text a person typed: trimmed, never empty. */
export const personOrWorkspaceName = z
  .string()
  .trim()
  .min(1, 'Must not be empty.')
  .max(120, 'At most 120 characters.')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Must not hold control characters.')

export const Workspace = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string().describe('Name for addresses; unique on this server.'),
  default_country: z
    .string()
    .describe('ISO 3166-1 alpha-2 region that numbers without a country code belong to.'),
  time_zone: z.string().describe('IANA time zone that days and weeks are counted in.'),
  leads_from_calls: z.boolean().describe('Unknown people in calls become contacts.'),
  leads_from_meetings: z.boolean().describe('Unknown guests of meetings become contacts.'),
  open_meetings_webhook: z
    .boolean()
    .describe('Anybody who knows the workspace may tell it of meetings, without any proof.'),
  created_at: z.iso.datetime(),
})
export type Workspace = z.infer<typeof Workspace>

export const WorkspaceUpdate = z
  .strictObject({
    name: personOrWorkspaceName.optional(),
    default_country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'Two letters of ISO 3166-1, such as GB.')
      .optional(),
    time_zone: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .describe('An IANA name such as Europe/London; offsets are refused.')
      .optional(),
    leads_from_calls: z.boolean().optional(),
    leads_from_meetings: z.boolean().optional(),
    open_meetings_webhook: z.boolean().optional(),
  })
  .refine((update) => Object.keys(update).length > 0, 'Name at least one field to change.')
export type WorkspaceUpdate = z.infer<typeof WorkspaceUpdate>

export const Me = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  workspace: Workspace.describe('The workspace this call acts in.'),
  role: Role,
  scopes: z.array(z.string()).describe('What this session or key may do.'),
  sees_all_rows: z.boolean().describe('False: only records owned by this user exist for it.'),
  operates_server: z
    .boolean()
    .describe('Whether it may look after the whole server, `/functions/v1/operations`.'),
  api_key_id: z.uuid().nullable().describe('Key that made this call; null for a session.'),
  workspaces: z
    .array(z.object({ id: z.uuid(), name: z.string(), slug: z.string(), role: Role }))
    .describe('Every workspace of the user. A key sees only its own.'),
})
export type Me = z.infer<typeof Me>

export const workspaceEndpoints = {
  getMe: endpoint({
    id: 'getMe',
    method: 'GET',
    path: '/functions/v1/me',
    tag,
    summary: 'Who is calling',
    description:
      'The user, the workspace the call acts in, and what it may do. A session acts in its active workspace; the header `X-Workspace-Id` names another of the user’s.',
    access: 'key',
    reply: dataOf(Me),
  }),
  getWorkspace: endpoint({
    id: 'getWorkspace',
    method: 'GET',
    path: '/functions/v1/workspace',
    tag,
    summary: 'The workspace and its settings',
    access: 'key',
    scope: 'read',
    reply: dataOf(Workspace),
  }),
  updateWorkspace: endpoint({
    id: 'updateWorkspace',
    method: 'PATCH',
    path: '/functions/v1/workspace',
    tag,
    summary: 'Change the settings of the workspace',
    access: 'key',
    scope: 'admin',
    body: WorkspaceUpdate,
    reply: dataOf(Workspace),
  }),
}
