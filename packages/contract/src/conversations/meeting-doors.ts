import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { shownId } from '../fields.ts'

/** Doors that read what they are sent leniently: their handlers parse the body themselves. */
const anyJson = (openapi: Record<string, unknown>, description: string) =>
  z.unknown().meta({ openapi, description })

const proof =
  'Needs one of: an API key that may write meetings; `token`, from an address made for automations; or the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` of Standard Webhooks.'

const token = z.string().max(200).optional().describe('Secret of an address for automations.')

export const FathomReceipt = z
  .object({
    message: z.string(),
    userId: shownId,
    userEmail: z.string(),
    userName: z.string(),
    results: z.array(
      z.object({
        fathomCallId: z.string().nullable().describe('Id in the payload, if it had one.'),
        status: z.enum(['success', 'skipped', 'error']),
        message: z.string(),
        callRecordId: shownId.optional().describe('The meeting here.'),
        warnings: z.array(z.string()).optional().describe('Values that could not be read.'),
      }),
    ),
    totalProcessed: z.int(),
    successful: z.int(),
    errors: z.int(),
    warnings: z.int().describe('Meetings saved of which some values could not be read.'),
    skipped: z.int().describe('Known already, or deleted here since.'),
  })
  .meta({ id: 'FathomReceipt' })
export type FathomReceipt = z.infer<typeof FathomReceipt>

export const receiveFathomMeeting = endpoint({
  id: 'receiveFathomMeeting',
  method: 'POST',
  path: '/api/webhooks/fathom/:userId',
  tag: 'Fathom',
  summary: 'Take in meetings from Fathom and automations',
  description: `Fathom's own webhook, and what Zapier, Make and IFTTT make of its meetings: flat, nested, or JSON text in \`data\`; one object or a list of up to 100. ${proof} What is wrong with a meeting is reported, and the rest of it kept.`,
  access: 'none',
  envelope: 'sentence',
  params: z.object({
    userId: z.string().max(100).describe('Id of the person whose calls these are.'),
  }),
  query: z.object({ token }),
  body: anyJson({ type: ['object', 'array'], items: {} }, 'A meeting, or a list of meetings.'),
  reply: FathomReceipt,
  errors: ['VALIDATION_ERROR', 'INVALID_API_KEY', 'MEMBER_NOT_FOUND'],
})

const topicBody = {
  type: 'object',
  required: ['topic'],
  properties: {
    topic: { type: 'string', enum: ['summary', 'action_items', 'transcript'] },
    shareId: { type: 'string', description: 'Token of the share address.' },
    callsId: { type: 'string', description: 'Number in the calls address.' },
    recording_id: { type: 'string', description: 'Number of the recording.' },
    meeting: { type: 'object' },
    recording: { type: 'object' },
    fathom_user: { type: 'object' },
    ai_summary: { type: 'string' },
    sentiment_score: { type: 'number', minimum: -1, maximum: 1 },
    coach_rating: { type: 'number', description: 'Up to 10 of ten, else of a hundred.' },
    action_item: { type: 'object' },
    assignee: { type: 'object' },
    deadline_days: { type: 'number', minimum: 0 },
    transcript_url: { type: 'string', description: 'A Google document, for instance.' },
  },
}

export const MeetingReceipt = z
  .object({ success: z.literal(true), meetingId: shownId.optional() })
  .meta({ id: 'MeetingReceipt' })
export type MeetingReceipt = z.infer<typeof MeetingReceipt>

export const receiveMeeting = endpoint({
  id: 'receiveMeeting',
  method: 'POST',
  path: '/functions/v1/meetings-webhook',
  tag: 'Fathom',
  summary: 'Take in a meeting, topic by topic',
  description: `Topics come in any order and any number of times, with the same result. ${proof} Without any of these only where the workspace has switched that on, naming itself in \`workspace\`.`,
  access: 'none',
  envelope: 'sentence',
  query: z.object({
    token,
    user: z.string().max(100).optional().describe('Id of the person, beside a signature.'),
    workspace: z.string().max(200).optional().describe('Id or slug, where no proof is needed.'),
  }),
  body: anyJson(topicBody, 'One topic of a meeting.'),
  reply: MeetingReceipt,
  errors: ['VALIDATION_ERROR', 'INVALID_API_KEY'],
})
