import type {
  CallFilters,
  ListCalls,
  ListedCall,
  MinimalCall,
  MinimalListQuery,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { countCalls, everyCall, selectCalls, type Wanted } from './list-queries.ts'
import { toListedCall, toMinimalCall } from './view-rules.ts'

type Counts = { readonly total: number; readonly filtered: number }

/** The short list, newest first. */
export async function listMinimal(
  { db, now }: Context,
  principal: Principal,
  query: MinimalListQuery,
): Promise<Counts & { calls: MinimalCall[] }> {
  const wanted: Wanted = {
    ...everyCall,
    agentIds: listed(query.voiceAgentId),
    statuses: listed(query.status),
    from: query.startTime ?? null,
    until: query.endTime ?? null,
  }
  const { page, perPage: limit } = query
  const [counts, rows] = await Promise.all([
    countCalls(db, principal, wanted),
    selectCalls(db, principal, wanted, { limit, offset: (page - 1) * limit }),
  ])
  return { ...counts, calls: rows.map((row) => toMinimalCall(row, now())) }
}

/** The list with filters. */
export async function listConversations(
  { db, now }: Context,
  principal: Principal,
  body: ListCalls,
): Promise<Counts & { conversations: ListedCall[] }> {
  const wanted = wantedOf({ ...definedOf(body), ...definedOf(body.filters ?? {}) })
  const { take: limit, skip, sort } = body
  const order = sort ? { field: sort.field, direction: sort.direction } : undefined
  const [counts, rows] = await Promise.all([
    countCalls(db, principal, wanted),
    selectCalls(db, principal, wanted, { limit, offset: (skip - 1) * limit, order }),
  ])
  return { ...counts, conversations: rows.map((row) => toListedCall(row, now())) }
}

/** An empty list filters nothing: forms send one for "all". */
const listed = <T>(values: readonly T[] | null | undefined): readonly T[] | null =>
  values && values.length > 0 ? values : null

function definedOf(filters: Partial<CallFilters>): Partial<CallFilters> {
  const defined = Object.entries(filters).filter(([, value]) => value != null)
  return Object.fromEntries(defined) as Partial<CallFilters>
}

function wantedOf(filters: Partial<CallFilters>): Wanted {
  return {
    agentIds: listed(filters.voiceAgentId ?? filters.agentId),
    statuses: listed(filters.status),
    channels: listed(filters.channel ?? filters.channelType),
    direction: filters.direction ?? null,
    campaignIds: listed(filters.campaignId),
    from: filters.startTime ?? filters.startDate ?? null,
    until: filters.endTime ?? filters.endDate ?? null,
    search: filters.search ?? null,
  }
}
