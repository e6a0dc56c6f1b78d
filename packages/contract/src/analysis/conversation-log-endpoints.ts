import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { id, queryNumber, queryText, requiredDate, requiredMoment } from '../fields.ts'
import { countQuery, pageQuery } from '../list-query.ts'
import { ConversationEntry, ConversationInFull } from './conversation-log.ts'
import { conversationOutcomes, objectionTypes } from './evaluation.ts'
import { conversationKinds } from './scorecard-fields.ts'

const path = '/functions/v1/api-v1-conversations'
const common = { tag: 'Conversations', access: 'key', resource: 'conversations' } as const

export const conversationSorts = ['date', 'score'] as const

/** Figures of reports that count some conversations and not others, beside what other filters say. */
const countedFigures = [
  'held',
  'pitches',
  'talk_ratio',
  'monologue',
  'patience',
  'question_rate',
  'objections_met',
  'objections_mastered',
  'next_step_rate',
  'next_steps',
  'follow_up_adherence',
] as const

const isOfKinds = (given: string): boolean =>
  given.split(',').every((part) => conversationKinds.some((kind) => kind === part))

export const ListConversations = pageQuery.extend({
  cursor: z
    .string()
    .max(500, 'is not one of ours.')
    .optional()
    .describe('`pagination.nextCursor` of the page before; instead of offset.'),
  count: countQuery,
  sort: z
    .enum(conversationSorts, 'must be date or score.')
    .optional()
    .describe('Default date. By score, those without one come last.'),
  order: z.enum(['asc', 'desc'], 'must be asc or desc.').optional().describe('Default desc.'),
  owner_id: id.optional().describe('user_id of the rep.'),
  contact_id: id.optional(),
  company_id: id.optional(),
  deal_id: id.optional(),
  kind: z
    .string()
    .refine(isOfKinds, `must be one of ${conversationKinds.join(', ')}, or several with commas.`)
    .optional()
    .describe(`One of ${conversationKinds.join(', ')}, or several with commas.`),
  outcome: z
    .enum(conversationOutcomes, `must be one of ${conversationOutcomes.join(', ')}.`)
    .optional()
    .describe('Of the evaluation that counts.'),
  score_from: queryNumber.optional().describe('That evaluation’s score is at least this.'),
  score_to: queryNumber.optional().describe('At most this.'),
  signal: queryText.optional().describe('Has a signal of this kind that nobody dismissed.'),
  counts_for: z
    .enum(countedFigures, `must be one of ${countedFigures.join(', ')}.`)
    .optional()
    .describe('Is counted in this figure of the reports, or its sample.'),
  objection: z
    .enum(objectionTypes, `must be one of ${objectionTypes.join(', ')}.`)
    .optional()
    .describe('The evaluation that counts found an objection of this type.'),
  scorecard_id: id.optional().describe('Of the evaluation that counts.'),
  criterion: queryText
    .optional()
    .describe('The key of a criterion to which that evaluation gives a score.'),
  weekday: queryNumber
    .optional()
    .describe(
      'It began on this day of the week: 1, Monday, to 7, Sunday; by the workspace’s clock.',
    ),
  hour: queryNumber.optional().describe('It began in this hour of the day, 0 to 23.'),
  follow_up_from: requiredDate
    .optional()
    .describe(
      'Its follow-up, by the evaluation or else by the dialer, is due on this day or later.',
    ),
  follow_up_to: requiredDate.optional().describe('It is due on this day or before.'),
  since: requiredMoment.optional().describe('Began at this moment or later.'),
  until: requiredMoment.optional().describe('Began before this moment.'),
  from: requiredMoment
    .optional()
    .describe('Another name for since, as it stands in the links of reports.'),
  to: requiredMoment.optional().describe('Another name for until.'),
  text: queryText
    .optional()
    .describe(
      'A segment of the transcript has all these words: a word in double quotes as it is, others also as beginnings of words.',
    ),
})
export type ListConversations = z.infer<typeof ListConversations>

export const conversationLogEndpoints = {
  list: endpoint({
    ...common,
    id: 'listConversations',
    method: 'GET',
    path,
    summary: 'List conversations of all kinds',
    description:
      'Calls, meetings, recordings and calls of voice agents, with what was found out about them.',
    scope: 'read',
    query: ListConversations,
    reply: listOf(ConversationEntry),
  }),
  get: endpoint({
    ...common,
    id: 'getConversation',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'Everything about one conversation',
    scope: 'read',
    params: z.object({ id }),
    reply: dataOf(ConversationInFull),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
} as const
