import type { CallChannel, CallDirection, CallStatus } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'
import { patternOf } from '../../platform/text/like-pattern.ts'
import { ownerOnly, type Viewer } from './view-queries.ts'

/** Statements whose best plan depends on which filters there are. */
type Planner = { readonly runPlanned: Executor['run'] }

/** Which calls; what is null filters nothing. */
export type Wanted = {
  readonly agentIds: readonly string[] | null
  readonly statuses: readonly string[] | null
  readonly channels: readonly string[] | null
  readonly direction: CallDirection | null
  readonly campaignIds: readonly string[] | null
  /** RFC 3339; both ends belong to it. */
  readonly from: string | null
  readonly until: string | null
  readonly search: string | null
}

export const everyCall: Wanted = {
  agentIds: null,
  statuses: null,
  channels: null,
  direction: null,
  campaignIds: null,
  from: null,
  until: null,
  search: null,
}

const isUuid = (text: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

const visible = `a.workspace_id = $1 and ($2::uuid is null or c.owner_id = $2)`

const join = `join conversation c on c.workspace_id = a.workspace_id and c.id = a.id
  and c.deleted_at is null`

/** Of a call `a` and its conversation `c`; eleven values. */
export const matching = `${visible}
  and ($3::uuid[] is null or a.agent_id = any ($3)) and ($4::text[] is null or a.status = any ($4))
  and ($5::text[] is null or a.channel = any ($5)) and ($6::text is null or a.direction = $6)
  and ($7::uuid[] is null or a.campaign_id = any ($7))
  and ($8::timestamptz is null or a.started_at >= $8)
  and ($9::timestamptz is null or a.started_at <= $9)
  and ($10::text is null or c.search_text like $10 or a.id = $11 or a.agent_id = $11)`

export function valuesOf(viewer: Viewer, wanted: Wanted): unknown[] {
  const search = wanted.search?.trim().toLowerCase() || null
  return [
    viewer.workspaceId,
    ownerOnly(viewer),
    wanted.agentIds,
    wanted.statuses,
    wanted.channels,
    wanted.direction,
    wanted.campaignIds,
    wanted.from,
    wanted.until,
    patternOf(wanted.search ?? undefined),
    search && isUuid(search) ? search : null,
  ]
}

const countStatement = statement(
  'count_agent_calls',
  `select (select count(*) from agent_call a ${join} where ${visible}) as total,
     count(*) as filtered from agent_call a ${join} where ${matching}`,
)

export async function countCalls(
  db: Planner,
  viewer: Viewer,
  wanted: Wanted,
): Promise<{ readonly total: number; readonly filtered: number }> {
  type Counts = { readonly total: number; readonly filtered: number }
  const [row] = await db.runPlanned<Counts>(countStatement, valuesOf(viewer, wanted))
  return row ?? { total: 0, filtered: 0 }
}

/** A call as lists and files show it. */
export type CallRow = {
  readonly id: string
  readonly title: string
  readonly agentId: string | null
  readonly agentName: string | null
  readonly channel: CallChannel
  readonly direction: CallDirection
  readonly fromNumber: string | null
  readonly toNumber: string | null
  readonly status: CallStatus
  readonly endReason: string | null
  readonly startedAt: string
  readonly answeredAt: string | null
  readonly endedAt: string | null
  readonly durationSeconds: number | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly contactId: string | null
  readonly contactName: string | null
  readonly campaignId: string | null
  readonly hasRecording: boolean
  readonly cost: number | null
  readonly tokens: number | null
  readonly summary: string | null
  readonly score: number | null
  readonly sentiment: number | null
  readonly paramsJson: string
  readonly outcomeJson: string | null
  readonly apiKeyId: string | null
  readonly ownerId: string
}

const shown = `a.id, c.title, a.agent_id as "agentId", a.agent_name as "agentName", a.channel,
  a.direction, a.from_number as "fromNumber", a.to_number as "toNumber", a.status,
  a.end_reason as "endReason", iso(a.started_at) as "startedAt",
  iso(a.answered_at) as "answeredAt", iso(a.ended_at) as "endedAt",
  a.duration_seconds::float8 as "durationSeconds", iso(a.created_at) as "createdAt",
  iso(a.updated_at) as "updatedAt", c.contact_id as "contactId",
  nullif(concat_ws(' ', p.first_name, p.last_name), '') as "contactName",
  a.campaign_id as "campaignId", r.id is not null as "hasRecording", a.cost::float8 as cost,
  a.tokens, coalesce(e.content::json -> 'summary' ->> 'text', c.summary) as summary, e.score,
  m.sentiment, a.params as "paramsJson", a.outcome as "outcomeJson",
  a.api_key_id as "apiKeyId", c.owner_id as "ownerId"`

const shownFrom = `left join contact p on p.workspace_id = c.workspace_id and p.id = c.contact_id
    and p.deleted_at is null
  left join recording r on r.workspace_id = c.workspace_id and r.conversation_id = c.id
    and r.stored_at is not null
  left join evaluation e on e.workspace_id = c.workspace_id and e.conversation_id = c.id
    and e.is_current
  left join conversation_metrics m on m.workspace_id = c.workspace_id
    and m.conversation_id = c.id`

/** What lists can be sorted by; ids begin with the time of creation. */
const keys = {
  createdAt: 'a.id',
  startedAt: 'a.started_at',
  duration: 'coalesce(a.duration_seconds, 0)',
  status: 'a.status',
  agentName: `coalesce(lower(a.agent_name), '')`,
  cost: 'coalesce(a.cost, 0)',
} as const

export type Order = { readonly field: keyof typeof keys; readonly direction: 'asc' | 'desc' }

const newestFirst: Order = { field: 'createdAt', direction: 'desc' }

function pageStatement({ field, direction }: Order): Statement {
  const order = `${keys[field]} ${direction}, a.id ${direction}`
  return statement(
    `list_agent_calls_by_${field}`,
    `select ${shown} from (select a.id from agent_call a ${join} where ${matching}
       order by ${order} limit $12 offset $13) x
     join agent_call a on a.workspace_id = $1 and a.id = x.id
     ${join}
     ${shownFrom}
     order by ${order}`,
  )
}

const pages = new Map(
  (Object.keys(keys) as (keyof typeof keys)[]).flatMap((field) =>
    (['asc', 'desc'] as const).map((direction) => [
      `${field} ${direction}`,
      pageStatement({ field, direction }),
    ]),
  ),
)

export async function selectCalls(
  db: Planner,
  viewer: Viewer,
  wanted: Wanted,
  page: { readonly limit: number; readonly offset: number; readonly order?: Order | undefined },
): Promise<CallRow[]> {
  const { field, direction } = page.order ?? newestFirst
  const found = pages.get(`${field} ${direction}`)
  if (!found) throw new Error(`There is no order by ${field} ${direction}.`)
  return db.runPlanned<CallRow>(found, [...valuesOf(viewer, wanted), page.limit, page.offset])
}
