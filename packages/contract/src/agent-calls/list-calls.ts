import { z } from 'zod'
import { queryText } from '../fields.ts'
import { callDirections } from './call.ts'
import { channels, ids, momentOrMs, projectId, statuses, wholeNumber } from './query-fields.ts'

export const MinimalListQuery = z.object({
  voiceAgentId: ids.optional().describe('Calls of these agents.'),
  status: statuses.optional(),
  startTime: momentOrMs.optional().describe('Begun at or after; UTC, milliseconds since 1970.'),
  endTime: momentOrMs.optional().describe('Begun before or at.'),
  page: wholeNumber(1, 1_000_000).default(1),
  perPage: wholeNumber(1, 200).default(100),
  projectId,
})
export type MinimalListQuery = z.infer<typeof MinimalListQuery>

const sortFields = ['createdAt', 'startedAt', 'duration', 'status', 'agentName', 'cost'] as const

const Sort = z.looseObject({
  field: z.enum(sortFields, `must be one of ${sortFields.join(', ')}.`).default('createdAt'),
  direction: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.toLowerCase() : value),
      z.enum(['asc', 'desc'], 'must be asc or desc.'),
    )
    .default('desc'),
})

const filters = {
  search: queryText
    .nullish()
    .describe('Id of a call or agent, part of a number, or of the name of agent or contact.'),
  status: statuses.nullish(),
  channel: channels.nullish(),
  channelType: channels.nullish().describe('The same as channel.'),
  direction: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.toLowerCase() : value),
      z.enum(callDirections, 'must be inbound, outbound or web.'),
    )
    .nullish(),
  voiceAgentId: ids.nullish(),
  agentId: ids.nullish().describe('The same as voiceAgentId.'),
  campaignId: ids.nullish(),
  startTime: momentOrMs
    .nullish()
    .describe('Begun at or after: milliseconds since 1970, or a date.'),
  endTime: momentOrMs.nullish().describe('Begun before or at.'),
  startDate: momentOrMs.nullish().describe('The same as startTime.'),
  endDate: momentOrMs.nullish().describe('The same as endTime.'),
}

/** Clients send filters beside the paging, or in an object of their own. */
export const ListCalls = z.looseObject({
  take: wholeNumber(1, 200).default(10).describe('Calls on a page.'),
  skip: wholeNumber(1, 1_000_000).default(1).describe('Number of the page, the first being 1.'),
  sort: Sort.nullish(),
  ...filters,
  filters: z.looseObject(filters).nullish().describe('The same filters in an object.'),
})
export type ListCalls = z.infer<typeof ListCalls>
export type CallFilters = Pick<ListCalls, keyof typeof filters>
