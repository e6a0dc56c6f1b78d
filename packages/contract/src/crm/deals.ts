import { z } from 'zod'
import {
  amount,
  id,
  optionalDate,
  optionalId,
  optionalText,
  queryNumber,
  queryText,
  requiredDate,
  requiredMoment,
  shownDate,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { resource } from '../resource.ts'
import { CompanyOfContact } from './contacts.ts'
import { Priority, priority } from './priority.ts'

export const Deal = z
  .object({
    id: shownId,
    title: z.string(),
    description: z.string().nullable(),
    value: z.number(),
    one_off_revenue: z.number().nullable(),
    monthly_mrr: z.number().nullable(),
    annual_value: z.number().describe('12 × monthly_mrr + one_off_revenue'),
    ltv: z.number().describe('3 × monthly_mrr + one_off_revenue, as Sixty defines it.'),
    stage: z.string().describe('Key of the stage, such as opportunity.'),
    stage_id: shownId,
    stage_name: z.string(),
    stage_color: z.string(),
    stage_order: z.int(),
    status: z.enum(['open', 'won', 'lost']),
    priority: Priority,
    expected_close_date: shownDate,
    probability: z.int().min(0).max(100).describe('Percent.'),
    deal_size: z.string().nullable(),
    lead_source: z.string().nullable(),
    next_steps: z.string().nullable(),
    company_id: shownId.nullable(),
    company_name: z.string().nullable(),
    primary_contact_id: shownId.nullable(),
    primary_contact_name: z.string().nullable(),
    days_in_stage: z.int(),
    is_overdue: z.boolean().describe('Open, and expected to close before today (UTC).'),
    closed_at: shownMoment.nullable(),
    last_contact_date: shownDate
      .nullable()
      .describe(
        'Day of the latest conversation about it; kept by evaluations unless switched off.',
      ),
    owner_id: shownId,
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Deal' })
export type Deal = z.infer<typeof Deal>

const ContactOfDeal = z
  .object({
    id: shownId,
    full_name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
  })
  .meta({ id: 'ContactOfDeal' })

export const StageChange = z
  .object({
    id: shownId,
    from_stage: z.string().nullable(),
    to_stage: z.string(),
    changed_by: shownId.nullable(),
    changed_at: shownMoment,
  })
  .meta({ id: 'StageChange' })

export const DealDetail = Deal.extend({
  companies: CompanyOfContact.nullable(),
  contacts: ContactOfDeal.nullable().describe('The primary contact.'),
  stage_history: z.array(StageChange).describe('Oldest first.'),
}).meta({ id: 'DealDetail' })
export type DealDetail = z.infer<typeof DealDetail>

const stage = text(100).describe('Key, name, former name or id of a stage of the pipeline.')
/** `proposal`, or `proposal,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z`: a stage, and from when until when. */
const passage = queryText
  .refine((value) => {
    const [name = '', ...moments] = value.split(',')
    return (
      name !== '' &&
      moments.length <= 2 &&
      moments.every((moment) => moment === '' || requiredMoment.safeParse(moment).success)
    )
  }, 'must be a stage, or a stage, a moment and a later one, separated by commas.')
  .transform((value) => {
    const [name, ...moments] = value.split(',')
    return [name, ...moments.map((moment) => moment && requiredMoment.parse(moment))].join(',')
  })
  .meta({ openapi: { type: 'string', maxLength: 500 } })
const whenPassed =
  'a stage by key, name, former name or id; after a comma the moment from which on, after another the one before which.'

const probability = z
  .int('must be a whole number of percent.')
  .min(0, 'must be from 0 to 100.')
  .max(100, 'must be from 0 to 100.')

export const NewDeal = z
  .object({
    title: text(300),
    description: optionalText(10_000),
    value: amount,
    one_off_revenue: amount.nullable().optional(),
    monthly_mrr: amount.nullable().optional(),
    stage: stage.optional().describe('Default: the first stage of the pipeline.'),
    stage_id: stage.optional().describe('Another name for stage.'),
    priority: priority.optional(),
    expected_close_date: requiredDate,
    probability: probability.optional().describe('Default: that of the stage.'),
    deal_size: optionalText(50),
    lead_source: optionalText(100),
    next_steps: optionalText(5_000),
    last_contact_date: optionalDate,
    company_id: optionalId,
    primary_contact_id: optionalId,
    owner_id: id.optional().describe('Default: whoever creates it. Others need the admin scope.'),
  })
  .meta({ id: 'NewDeal' })
export type NewDeal = z.input<typeof NewDeal>

export const deals = resource({
  name: 'deal',
  plural: 'deals',
  tag: 'Deals',
  path: '/functions/v1/api-v1-deals',
  record: Deal,
  detail: DealDetail,
  create: NewDeal,
  update: NewDeal.partial().meta({ id: 'DealChanges' }),
  aliases: { name: 'title', close_date: 'expected_close_date', contact_id: 'primary_contact_id' },
  filters: {
    stage: queryText.describe('Key, name, former name or id.'),
    stage_id: queryText.describe('Another name for stage.'),
    status: z.enum(['open', 'won', 'lost'], 'must be open, won or lost.'),
    priority,
    company_id: id,
    primary_contact_id: id,
    contact_id: id.describe('Another name for primary_contact_id.'),
    owner_id: id,
    entered_stage: passage.describe(`That came into a stage: ${whenPassed}`),
    left_stage: passage.describe(`That left a stage: ${whenPassed}`),
    expected_close_date_from: requiredDate.describe('This day or later.'),
    expected_close_date_to: requiredDate.describe('This day or earlier.'),
    value_min: queryNumber,
    value_max: queryNumber,
    min_value: queryNumber.describe('Another name for value_min.'),
    max_value: queryNumber.describe('Another name for value_max.'),
  },
  operators: {
    created_at: 'moment',
    updated_at: 'moment',
    closed_at: 'moment',
    expected_close_date: 'date',
    last_contact_date: 'date',
    value: 'number',
    probability: 'number',
    stage: 'text',
    priority: 'text',
    deal_size: 'text',
    lead_source: 'text',
    company_id: 'id',
    owner_id: 'id',
  },
  sorts: [
    'created_at',
    'updated_at',
    'expected_close_date',
    'value',
    'title',
    'probability',
    'priority',
    'stage',
    'closed_at',
  ],
  searched: 'deals whose title or company',
  includes: { company: CompanyOfContact.nullable(), contact: ContactOfDeal.nullable() },
  upsertBy: [],
  notFound: 'DEAL_NOT_FOUND',
  conflicts: ['DUPLICATE_NAME'],
  hasTimeline: true,
})
