import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf } from '../envelope.ts'
import { id, optionalUrl, requiredMoment, shownId, shownMoment, text } from '../fields.ts'

const tag = 'Fathom'
const path = '/functions/v1/integrations/fathom'
/** Connections belong to a person; what they bring is meetings. */
const reads = { tag, access: 'key', scope: 'read', resource: 'meetings' } as const
const writes = { tag, access: 'key', scope: 'write', resource: 'meetings' } as const

export const FathomIntegration = z
  .object({
    connected: z.boolean(),
    api_key_preview: z.string().nullable().describe('The last four characters of the key.'),
    webhook_id: z.string().nullable().describe('What Fathom calls the webhook.'),
    webhook_url: z.string().nullable().describe('Where Fathom sends new meetings.'),
    has_door: z.boolean().describe('Whether this person has addresses for automations.'),
    connected_at: shownMoment.nullable(),
    updated_at: shownMoment.nullable(),
  })
  .meta({ id: 'FathomIntegration', description: 'The connection of the calling person.' })
export type FathomIntegration = z.infer<typeof FathomIntegration>

const apiKey = text(500)
  .regex(/^[\x21-\x7e]+$/, 'must be of ASCII characters without spaces.')
  .describe('An API key of Fathom: its settings, API access.')

export const FathomSettings = z
  .object({
    api_key: apiKey,
    destination_base_url: optionalUrl().describe(
      'Where Fathom reaches this server, such as https://parley.example.com. Default: PUBLIC_URL.',
    ),
  })
  .meta({ id: 'FathomSettings' })

export const FathomTest = z
  .object({
    success: z.boolean(),
    message: z.string().describe('A sentence for people.'),
    meetings_found: z.int().nullable().describe('Counted up to 50.'),
    has_more: z.boolean().describe('Whether there are more than were counted.'),
    api_version: z.string(),
  })
  .meta({ id: 'FathomTest' })
export type FathomTest = z.infer<typeof FathomTest>

export const FathomDisconnected = z
  .object({
    disconnected: z.literal(true),
    webhook_deleted: z
      .boolean()
      .describe('False when Fathom could not be asked to delete it; what it sends is refused.'),
  })
  .meta({ id: 'FathomDisconnected' })

export const MeetingDoor = z
  .object({
    fathom_url: z.string().describe('For payloads of Zapier, Make and IFTTT in any format.'),
    meetings_webhook_url: z.string().describe('For calls of the meetings webhook by topic.'),
    signing_secret: z
      .string()
      .describe('`whsec_…`: signs requests as Standard Webhooks has it, instead of the token.'),
  })
  .meta({ id: 'MeetingDoor', description: 'Secrets of one person. Shown once.' })
export type MeetingDoor = z.infer<typeof MeetingDoor>

export const FathomImport = z
  .object({
    id: shownId,
    status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
    max: z.int().nullable().describe('Null: no limit.'),
    since: shownMoment.nullable(),
    processed: z.int().describe('Meetings dealt with so far.'),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int().describe('Known already, or deleted here since.'),
    failed: z.int(),
    progress: z
      .number()
      .min(0)
      .max(100)
      .nullable()
      .describe('Percent; null while nobody knows how many there will be.'),
    problems: z.array(z.string()).describe('The first 50 sentences on what could not be read.'),
    message: z.string().nullable().describe('Why it failed, or what it waits for.'),
    waits_until: shownMoment.nullable().describe('When it goes on after a limit of Fathom.'),
    created_at: shownMoment,
    started_at: shownMoment.nullable(),
    finished_at: shownMoment.nullable(),
  })
  .meta({ id: 'FathomImport' })
export type FathomImport = z.infer<typeof FathomImport>

export const NewFathomImport = z
  .object({
    max: z
      .int('must be a whole number.')
      .min(1, 'must be at least 1.')
      .max(100_000, 'must be at most 100000.')
      .nullable()
      .optional()
      .describe('Newest first. Default 50; null, or a date in `since` alone, means all.'),
    since: requiredMoment.optional().describe('Only meetings created after this moment.'),
  })
  .meta({ id: 'NewFathomImport' })

export const fathomEndpoints = {
  getFathomIntegration: endpoint({
    ...reads,
    id: 'getFathomIntegration',
    method: 'GET',
    path,
    summary: 'The connection to Fathom',
    reply: dataOf(FathomIntegration),
  }),
  saveFathomIntegration: endpoint({
    ...writes,
    id: 'saveFathomIntegration',
    method: 'PUT',
    path,
    summary: 'Connect Fathom, or change the connection',
    description:
      'Checks the key by creating a webhook in Fathom, stores key and secret encrypted, and deletes the webhook of a former connection.',
    body: FathomSettings,
    reply: dataOf(FathomIntegration),
    errors: ['FATHOM_KEY_REFUSED', 'FATHOM_UNAVAILABLE'],
  }),
  deleteFathomIntegration: endpoint({
    ...writes,
    id: 'deleteFathomIntegration',
    method: 'DELETE',
    path,
    summary: 'Disconnect Fathom',
    description: 'Deletes the webhook in Fathom and the stored key; a running import is cancelled.',
    reply: dataOf(FathomDisconnected),
    errors: ['FATHOM_NOT_CONNECTED'],
  }),
  testFathomConnection: endpoint({
    ...writes,
    id: 'testFathomConnection',
    method: 'POST',
    path: `${path}/test`,
    summary: 'Try a key of Fathom',
    description: 'A key that does not work is an answer with `success: false`, not a refusal.',
    body: z.object({ api_key: apiKey.optional().describe('Default: the stored key.') }),
    reply: dataOf(FathomTest),
    errors: ['FATHOM_NOT_CONNECTED'],
  }),
  createMeetingDoor: endpoint({
    ...writes,
    id: 'createMeetingDoor',
    method: 'POST',
    path: `${path}/door`,
    summary: 'Make addresses for automations',
    description:
      'Addresses with a secret in them, for Zapier, Make and IFTTT. Former ones stop working.',
    secretReply: true,
    status: 201,
    reply: dataOf(MeetingDoor),
  }),
  startFathomImport: endpoint({
    ...writes,
    id: 'startFathomImport',
    method: 'POST',
    path: `${path}/imports`,
    summary: 'Import meetings from Fathom',
    status: 201,
    body: NewFathomImport,
    reply: dataOf(FathomImport),
    errors: ['FATHOM_NOT_CONNECTED', 'CONFLICT'],
  }),
  getFathomImport: endpoint({
    ...reads,
    id: 'getFathomImport',
    method: 'GET',
    path: `${path}/imports/:id`,
    params: z.object({ id }),
    summary: 'How far an import is',
    reply: dataOf(FathomImport),
    errors: ['FATHOM_IMPORT_NOT_FOUND'],
  }),
  cancelFathomImport: endpoint({
    ...writes,
    id: 'cancelFathomImport',
    method: 'DELETE',
    path: `${path}/imports/:id`,
    params: z.object({ id }),
    summary: 'Cancel an import',
    description: 'What was imported stays. An import that has ended stays as it is.',
    reply: dataOf(FathomImport),
    errors: ['FATHOM_IMPORT_NOT_FOUND'],
  }),
}
