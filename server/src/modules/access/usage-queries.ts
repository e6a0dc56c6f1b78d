import type { ApiKeyUsage, ApiRequest } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Counted = Pick<ApiKeyUsage, 'requests' | 'errors' | 'p95_ms'>

/** One group of calls: all, those of an endpoint, or those of a day. */
export type UsageRow = Counted & {
  readonly kind: 'all' | 'endpoint' | 'day'
  readonly method: string | null
  readonly route: string | null
  readonly day: string | null
}

const groupCalls = statement(
  'api_key_usage',
  `select case when grouping(day) = 0 then 'day' when grouping(route) = 0 then 'endpoint'
       else 'all' end as kind,
     method, route, day::text as day, count(*)::int as requests,
     count(*) filter (where status >= 400)::int as errors,
     round(percentile_cont(0.95) within group (order by duration_us)::numeric / 1000, 3)::float8
       as p95_ms
   from (
     select method, route, status, duration_us, (occurred_at at time zone 'UTC')::date as day
     from api_request
     where workspace_id = $1 and key_id = $2 and id >= $3 and id < $4
   ) call
   group by grouping sets ((), (method, route), (day))
   order by kind, day, requests desc, route, method`,
)

/** Of the calls whose ids lie from `from` up to `to`. */
export async function selectUsage(
  db: Executor,
  key: { workspaceId: string; id: string },
  range: { from: string; to: string },
): Promise<UsageRow[]> {
  return db.run<UsageRow>(groupCalls, [key.workspaceId, key.id, range.from, range.to])
}

/** Nulls do not filter. Ids carry the time: newest first is highest first. */
export type RequestFilter = {
  readonly workspaceId: string
  readonly keyId: string | null
  readonly fromId: string
  /** Exclusive. */
  readonly toId: string
  readonly method: string | null
  readonly route: string | null
  readonly minStatus: number
  readonly maxStatus: number
}

/** Two statements, because with one the plan for any key could not use the index by key. */
function listStatement(label: string, condition: string) {
  return statement(
    label,
    `select id, iso(occurred_at) as occurred_at, method, route, status,
       duration_us / 1000.0::float8 as duration_ms, key_id, user_id, address, user_agent
     from api_request
     where workspace_id = $1 and id >= $2 and id < $3 and status between $4 and $5
       and ($6::text is null or method = $6) and ($7::text is null or route = $7)
       and ${condition}
     order by id desc limit $9`,
  )
}
const listAll = listStatement('list_api_requests', '$8::uuid is null')
const listOfKey = listStatement('list_api_requests_of_key', 'key_id = $8')

export async function selectRequests(
  db: Executor,
  filter: RequestFilter,
  limit: number,
): Promise<ApiRequest[]> {
  return db.run<ApiRequest>(filter.keyId === null ? listAll : listOfKey, [
    filter.workspaceId,
    filter.fromId,
    filter.toId,
    filter.minStatus,
    filter.maxStatus,
    filter.method,
    filter.route,
    filter.keyId,
    limit,
  ])
}
