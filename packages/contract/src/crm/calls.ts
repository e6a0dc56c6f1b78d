import { z } from 'zod'
import {
  flag,
  id,
  optionalDate,
  optionalId,
  optionalMoment,
  optionalUrl,
  queryFlag,
  queryText,
  requiredMoment,
  shownDate,
  shownId,
  shownMoment,
} from '../fields.ts'
import { recordingStatuses } from '../conversations/recordings.ts'
import { resource } from '../resource.ts'
import {
  callDetails,
  callDirections,
  callOutcomes,
  callStatus,
  callStatuses,
  direction,
  durationSeconds,
  endBeforeStart,
  endsAfterStart,
  externalCallId,
  externalSystem,
  notes,
  optionalTime,
  outcome,
  phoneNumber,
} from './call-fields.ts'

const sources = ['api', 'call_capture', 'upload', 'fathom', 'meetings_webhook', 'agent'] as const

export const Call = z
  .object({
    id: shownId,
    call_history_id: shownId.describe('The same as id; what call capture answered.'),
    title: z.string().describe('Whom the call was with.'),
    source: z.enum(sources).describe('The door it came through.'),
    direction: z
      .enum(callDirections)
      .nullable()
      .describe('outbound: somebody of the workspace called. Null when nobody could tell.'),
    lead_id: shownId.nullable().describe('The contact the call was with.'),
    lead_name: z.string().nullable(),
    employee_id: shownId.describe(
      'User whose call it is: the employee, else whose key brought it in.',
    ),
    employee_name: z.string(),
    company_id: shownId
      .nullable()
      .describe('Company of the contact; not the workspace that call capture calls company_id.'),
    deal_id: shownId.nullable(),
    outcome: z.enum(callOutcomes).nullable(),
    notes: z.string().nullable(),
    call_status: z.enum(callStatuses).nullable(),
    call_date: shownMoment.describe('When the call was made.'),
    start_time: shownMoment,
    end_time: shownMoment.nullable(),
    duration_seconds: z.number().nullable(),
    caller_number: z.string().nullable().describe('As sent.'),
    caller_e164: z.string().nullable().describe('The same number as +CCNNN, when it is one.'),
    recipient_number: z.string().nullable(),
    recipient_e164: z.string().nullable(),
    recording_url: z.string().nullable(),
    has_recording: z
      .boolean()
      .describe('There is an address of a recording, or a recording that is stored here.'),
    has_transcript: z.boolean(),
    external_call_id: z.string().nullable(),
    external_system: z.string().nullable(),
    next_follow_up: shownDate.nullable(),
    next_follow_up_time: z.string().nullable().describe("HH:MM:SS in the workspace's time zone."),
    auto_call_followup: z.boolean().nullable(),
    follow_up_task_id: shownId.nullable(),
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Call' })
export type Call = z.infer<typeof Call>

const CallTranscript = z
  .object({
    id: shownId,
    source: z.string(),
    language: z.string().nullable(),
    confidence: z.number().nullable(),
    word_count: z.int(),
    has_speakers: z.boolean(),
    created_at: shownMoment,
  })
  .meta({ id: 'CallTranscript' })

const CallRecording = z
  .object({
    id: shownId,
    status: z.enum(recordingStatuses),
    duration: z.number().nullable().describe('Seconds; null until the file was read.'),
    transcript_ready: z.boolean(),
  })
  .meta({ id: 'CallRecording' })

export const CallDetail = Call.extend({
  call_details: z.record(z.string(), z.unknown()).nullable().describe('What the dialer added.'),
  transcript: CallTranscript.nullable(),
  recording: CallRecording.nullable().describe(
    'The recording of the call, fetched from its address or uploaded.',
  ),
}).meta({ id: 'CallDetail' })
export type CallDetail = z.infer<typeof CallDetail>

const CallFields = z.object({
  lead_id: optionalId,
  employee_id: id
    .optional()
    .describe('user_id of a member. Default: whoever creates it. Others need the admin scope.'),
  company_id: optionalId,
  deal_id: optionalId,
  direction,
  outcome,
  notes,
  call_status: callStatus,
  call_date: requiredMoment.describe('When the call was made.'),
  start_time: optionalMoment.describe('Default: call_date.'),
  end_time: optionalMoment,
  duration_seconds: durationSeconds.describe('Default: from start to end, when both are known.'),
  caller_number: phoneNumber,
  recipient_number: phoneNumber,
  recording_url: optionalUrl(),
  external_call_id: externalCallId,
  external_system: externalSystem,
  next_follow_up: optionalDate.describe('Kept as it is; only call capture makes a task of it.'),
  next_follow_up_time: optionalTime,
  auto_call_followup: flag.nullable().optional(),
  call_details: callDetails,
})

export const NewCall = CallFields.refine(endsAfterStart, endBeforeStart).meta({ id: 'NewCall' })
export type NewCall = z.input<typeof NewCall>

export const calls = resource({
  name: 'call',
  plural: 'calls',
  tag: 'Calls',
  path: '/functions/v1/api-v1-calls',
  record: Call,
  detail: CallDetail,
  create: NewCall,
  update: CallFields.partial().refine(endsAfterStart, endBeforeStart).meta({ id: 'CallChanges' }),
  aliases: { contact_id: 'lead_id', owner_id: 'employee_id', status: 'call_status' },
  filters: {
    lead_id: id,
    contact_id: id.describe('Another name for lead_id.'),
    employee_id: id,
    owner_id: id.describe('Another name for employee_id.'),
    company_id: id,
    deal_id: id,
    outcome: z.enum(callOutcomes, `must be one of ${callOutcomes.join(', ')}.`),
    call_status: z.enum(callStatuses, `must be one of ${callStatuses.join(', ')}.`),
    status: z
      .enum(callStatuses, `must be one of ${callStatuses.join(', ')}.`)
      .describe('Another name for call_status.'),
    direction: z.enum(callDirections, `must be one of ${callDirections.join(', ')}.`),
    source: z.enum(sources, `must be one of ${sources.join(', ')}.`),
    number: queryText.describe('This number on either side, in any notation.'),
    caller_number: queryText.describe('This number, in any notation.'),
    recipient_number: queryText.describe('This number, in any notation.'),
    external_call_id: queryText,
    external_system: queryText,
    date_from: requiredMoment.describe('Made at this moment or later.'),
    date_to: requiredMoment.describe('Made at this moment or earlier.'),
    has_recording: queryFlag,
    has_transcript: queryFlag,
  },
  operators: {
    created_at: 'moment',
    updated_at: 'moment',
    call_date: 'moment',
    start_time: 'moment',
    end_time: 'moment',
    duration_seconds: 'number',
    next_follow_up: 'date',
    outcome: 'text',
    call_status: 'text',
    external_system: 'text',
    lead_id: 'id',
    employee_id: 'id',
    company_id: 'id',
    deal_id: 'id',
  },
  sorts: ['created_at', 'updated_at', 'call_date', 'start_time', 'duration_seconds'],
  searched: 'calls whose title, notes, summary or numbers',
  includes: {},
  upsertBy: [],
  notFound: 'CALL_NOT_FOUND',
  conflicts: ['CONFLICT'],
  hasTimeline: false,
})
