import { z } from 'zod'
import {
  flag,
  id,
  optionalEmail,
  optionalId,
  optionalMoment,
  optionalText,
  optionalUrl,
  queryFlag,
  queryText,
  requiredMoment,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { resource } from '../resource.ts'

const meetingTypes = [
  'discovery',
  'demo',
  'proposal',
  'negotiation',
  'onboarding',
  'check_in',
  'other',
] as const
const meetingType = z.enum(meetingTypes, `must be one of ${meetingTypes.join(', ')}.`)
const itemPriorities = ['low', 'medium', 'high', 'critical'] as const

export const Meeting = z
  .object({
    id: shownId,
    fathom_recording_id: z.string().nullable(),
    share_id: z.string().nullable().describe('Token of the share address.'),
    calls_id: z.string().nullable().describe('Number in the calls address.'),
    title: z.string(),
    meeting_type: z.enum(meetingTypes).nullable(),
    share_url: z.string().nullable(),
    calls_url: z.string().nullable(),
    transcript_doc_url: z.string().nullable(),
    meeting_start: shownMoment.nullable(),
    meeting_end: shownMoment.nullable(),
    duration_minutes: z.number().nullable(),
    summary: z.string().nullable(),
    owner_user_id: shownId,
    owner_email: z.string().nullable(),
    team_name: z.string().nullable(),
    contact_id: shownId.nullable(),
    company_id: shownId.nullable(),
    deal_id: shownId.nullable(),
    is_upcoming: z.boolean(),
    is_past: z.boolean(),
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Meeting' })
export type Meeting = z.infer<typeof Meeting>

const Attendee = z
  .object({
    id: shownId,
    name: z.string().nullable(),
    email: z.string().nullable(),
    is_external: z.boolean(),
    role: z.string().nullable(),
    contact_id: shownId.nullable(),
  })
  .meta({ id: 'Attendee' })

const ActionItem = z
  .object({
    id: shownId,
    title: z.string(),
    assignee_name: z.string().nullable(),
    assignee_email: z.string().nullable(),
    priority: z.enum(itemPriorities),
    category: z.string().nullable(),
    deadline_at: shownMoment.nullable(),
    completed: z.boolean(),
    ai_generated: z.boolean(),
    timestamp_seconds: z.number().nullable(),
    playback_url: z.string().nullable(),
  })
  .meta({ id: 'ActionItem' })

const MeetingMetrics = z
  .object({
    sentiment_score: z.number().min(-1).max(1).nullable(),
    coach_rating: z.number().min(0).max(100).nullable(),
    coach_summary: z.string().nullable(),
    talk_time_rep_pct: z.number().min(0).max(100).nullable(),
    talk_time_customer_pct: z.number().min(0).max(100).nullable(),
    talk_time_judgement: z.string().nullable(),
  })
  .meta({ id: 'MeetingMetrics' })

export const MeetingDetail = Meeting.extend({
  attendees: z.array(Attendee),
  action_items: z.array(ActionItem),
  metrics: MeetingMetrics,
}).meta({ id: 'MeetingDetail' })
export type MeetingDetail = z.infer<typeof MeetingDetail>

const NewAttendee = z
  .object({
    name: optionalText(200),
    email: optionalEmail,
    is_external: flag.optional().describe('Default true.'),
    role: optionalText(100),
  })
  .meta({ id: 'NewAttendee' })

const NewActionItem = z
  .object({
    title: text(1_000),
    assignee_name: optionalText(200),
    assignee_email: optionalEmail,
    priority: z.enum(itemPriorities, `must be one of ${itemPriorities.join(', ')}.`).optional(),
    category: optionalText(100),
    deadline_at: optionalMoment,
    completed: flag.optional(),
    ai_generated: flag.optional(),
    timestamp_seconds: z.number().min(0).max(1_000_000).nullable().optional(),
    playback_url: optionalUrl(),
  })
  .meta({ id: 'NewActionItem' })

const percent = z
  .number('must be a number.')
  .min(0, 'must be from 0 to 100.')
  .max(100, 'must be from 0 to 100.')

const MeetingFields = z.object({
  title: text(500),
  fathom_recording_id: optionalText(100),
  share_id: optionalText(200),
  calls_id: optionalText(100),
  meeting_type: meetingType.nullable().optional(),
  share_url: optionalUrl(),
  calls_url: optionalUrl(),
  transcript_doc_url: optionalUrl(),
  meeting_start: optionalMoment,
  meeting_end: optionalMoment,
  duration_minutes: z
    .number('must be a number of minutes.')
    .min(0, 'must not be negative.')
    .max(525_600, 'must be at most 525600 (a year).')
    .nullable()
    .optional()
    .describe('Default: from start to end, when both are known.'),
  summary: optionalText(100_000),
  owner_user_id: id
    .optional()
    .describe('Default: whoever creates it. Others need the admin scope.'),
  owner_email: optionalEmail,
  team_name: optionalText(200),
  contact_id: optionalId,
  company_id: optionalId,
  deal_id: optionalId,
  sentiment_score: z
    .number('must be a number.')
    .min(-1, 'must be from -1 to 1.')
    .max(1, 'must be from -1 to 1.')
    .nullable()
    .optional(),
  coach_rating: percent.nullable().optional(),
  coach_summary: optionalText(20_000),
  talk_time_rep_pct: percent.nullable().optional(),
  talk_time_customer_pct: percent.nullable().optional(),
  talk_time_judgement: optionalText(200),
  attendees: z.array(NewAttendee).max(500, 'must list at most 500.').optional(),
  action_items: z.array(NewActionItem).max(500, 'must list at most 500.').optional(),
})

export const NewMeeting = MeetingFields.meta({ id: 'NewMeeting' })
export type NewMeeting = z.input<typeof NewMeeting>

export const meetings = resource({
  name: 'meeting',
  plural: 'meetings',
  tag: 'Meetings',
  path: '/functions/v1/api-v1-meetings',
  record: Meeting,
  detail: MeetingDetail,
  create: NewMeeting,
  update: MeetingFields.partial().meta({ id: 'MeetingChanges' }),
  aliases: { start_time: 'meeting_start', end_time: 'meeting_end', owner_id: 'owner_user_id' },
  filters: {
    meeting_start_from: requiredMoment.describe('At this moment or later.'),
    meeting_start_to: requiredMoment.describe('At this moment or earlier.'),
    start_after: requiredMoment.describe('Another name for meeting_start_from.'),
    start_before: requiredMoment.describe('Another name for meeting_start_to.'),
    today: queryFlag.describe('true: starts today (UTC).'),
    upcoming: queryFlag.describe('true: starts in the future.'),
    past: queryFlag.describe('true: started in the past.'),
    team_name: queryText,
    meeting_type: meetingType,
    has_summary: queryFlag,
    owner_user_id: id,
    owner_id: id.describe('Another name for owner_user_id.'),
    owner_email: queryText,
    contact_id: id,
    company_id: id,
    deal_id: id,
  },
  operators: {
    created_at: 'moment',
    updated_at: 'moment',
    meeting_start: 'moment',
    meeting_end: 'moment',
    duration_minutes: 'number',
    meeting_type: 'text',
    team_name: 'text',
    owner_user_id: 'id',
    contact_id: 'id',
    company_id: 'id',
    deal_id: 'id',
  },
  sorts: ['created_at', 'updated_at', 'meeting_start', 'title', 'duration_minutes'],
  searched: 'meetings whose title or summary',
  includes: {},
  upsertBy: ['fathom_recording_id', 'share_id', 'calls_id'],
  notFound: 'MEETING_NOT_FOUND',
  conflicts: ['DUPLICATE_RECORDING'],
  hasTimeline: false,
})
