import { z } from 'zod'
import {
  amount,
  id,
  minutes,
  optionalId,
  optionalText,
  queryFlag,
  queryNumber,
  requiredDate,
  shownDate,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { resource } from '../resource.ts'

const activityTypes = [
  'call',
  'email',
  'meeting',
  'demo',
  'proposal',
  'task',
  'sale',
  'note',
  'outbound',
  'follow_up',
  'sms',
  'linkedin',
  'other',
] as const
const outcomes = ['positive', 'neutral', 'negative'] as const
const statuses = ['completed', 'pending', 'cancelled'] as const

const activityType = z.enum(activityTypes, {
  error: ({ input }) =>
    input === undefined ? 'is required.' : `must be one of ${activityTypes.join(', ')}.`,
})
const outcome = z.enum(outcomes, `must be one of ${outcomes.join(', ')}.`)
const status = z.enum(statuses, `must be one of ${statuses.join(', ')}.`)

export const Activity = z
  .object({
    id: shownId,
    activity_type: z.enum(activityTypes),
    description: z.string(),
    date: shownDate,
    duration_minutes: z.int().nullable(),
    outcome: z.enum(outcomes).nullable(),
    status: z.enum(statuses),
    notes: z.string().nullable(),
    amount: z.number().nullable(),
    deal_id: shownId.nullable(),
    deal_title: z.string().nullable(),
    contact_id: shownId.nullable(),
    contact_name: z.string().nullable(),
    company_id: shownId.nullable(),
    company_name: z.string().nullable(),
    days_ago: z.int().describe('Days from the date until today (UTC); negative in the future.'),
    owner_id: shownId,
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Activity' })
export type Activity = z.infer<typeof Activity>

export const NewActivity = z
  .object({
    activity_type: activityType,
    description: text(2_000),
    date: requiredDate,
    duration_minutes: minutes.nullable().optional(),
    outcome: outcome.nullable().optional(),
    status: status.optional().describe('Default completed.'),
    notes: optionalText(20_000),
    amount: amount.nullable().optional(),
    deal_id: optionalId,
    contact_id: optionalId,
    company_id: optionalId,
    owner_id: id.optional().describe('Default: whoever creates it. Others need the admin scope.'),
  })
  .meta({ id: 'NewActivity' })
export type NewActivity = z.input<typeof NewActivity>

export const activities = resource({
  name: 'activity',
  plural: 'activities',
  tag: 'Activities',
  path: '/functions/v1/api-v1-activities',
  record: Activity,
  detail: Activity,
  create: NewActivity,
  update: NewActivity.partial().meta({ id: 'ActivityChanges' }),
  aliases: { type: 'activity_type', subject: 'description', details: 'notes' },
  filters: {
    activity_type: activityType,
    type: activityType.describe('Another name for activity_type.'),
    status,
    outcome,
    date_from: requiredDate.describe('This day or later.'),
    date_to: requiredDate.describe('This day or earlier.'),
    min_amount: queryNumber,
    max_amount: queryNumber,
    this_week: queryFlag.describe('true: dated in the current week, Monday to Sunday (UTC).'),
    this_month: queryFlag.describe('true: dated in the current month (UTC).'),
    deal_id: id,
    contact_id: id,
    company_id: id,
    owner_id: id,
  },
  operators: {
    created_at: 'moment',
    updated_at: 'moment',
    date: 'date',
    amount: 'number',
    duration_minutes: 'number',
    activity_type: 'text',
    outcome: 'text',
    deal_id: 'id',
    contact_id: 'id',
    company_id: 'id',
    owner_id: 'id',
  },
  sorts: ['created_at', 'updated_at', 'date', 'activity_type', 'duration_minutes', 'amount'],
  searched: 'activities whose description or notes',
  includes: {},
  upsertBy: [],
  notFound: 'ACTIVITY_NOT_FOUND',
  conflicts: [],
  hasTimeline: false,
})
