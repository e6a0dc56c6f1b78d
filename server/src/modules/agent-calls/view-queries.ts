import type { CallChannel, CallDirection, CallStatus } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** Who looks: the owner's calls alone, unless they see all. */
export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

export const ownerOnly = ({ seesAllRows, userId }: Viewer) => (seesAllRows ? null : userId)

/** A call with all that is known of it; texts that are JSON end in `Json`. */
export type CallView = {
  readonly id: string
  readonly title: string
  readonly agentId: string | null
  readonly versionId: string | null
  readonly agentName: string | null
  readonly detailsJson: string | null
  readonly channel: CallChannel
  readonly direction: CallDirection
  readonly fromNumber: string | null
  readonly toNumber: string | null
  readonly paramsJson: string
  readonly status: CallStatus
  readonly endReason: string | null
  readonly answeredBy: 'human' | 'machine' | 'unknown' | null
  readonly startedAt: string
  readonly ringingAt: string | null
  readonly answeredAt: string | null
  readonly endedAt: string | null
  readonly durationSeconds: number | null
  readonly outcomeJson: string | null
  readonly performanceJson: string
  readonly usageJson: string
  readonly cost: number | null
  readonly tokens: number | null
  readonly apiKeyId: string | null
  readonly campaignId: string | null
  readonly contactId: string | null
  readonly recordingId: string | null
  readonly analysisJson: string
  readonly createdAt: string
  readonly updatedAt: string
}

const analysis = `json_strip_nulls(json_build_object(
  'summary', coalesce(e.content::json -> 'summary' ->> 'text', c.summary),
  'score', e.score, 'outcome', e.outcome, 'hasNextStep', e.has_next_step,
  'followUpDate', e.follow_up_date, 'objections', e.objections,
  'objectionsHandled', e.objections_handled, 'evaluatedAt', iso(e.completed_at),
  'sentiment', m.sentiment, 'agentShareOfTalk', m.rep_share,
  'longestMonologueSeconds', m.longest_monologue_seconds, 'interactivity', m.interactivity,
  'questions', m.question_count, 'interruptions', m.interruptions,
  'wordsPerMinute', m.words_per_minute, 'measuredAt', iso(m.computed_at)))`

const tables = `agent_call a
  join conversation c on c.workspace_id = a.workspace_id and c.id = a.id and c.deleted_at is null
  left join recording r on r.workspace_id = c.workspace_id and r.conversation_id = c.id
    and r.stored_at is not null
  left join evaluation e on e.workspace_id = c.workspace_id and e.conversation_id = c.id
    and e.is_current
  left join conversation_metrics m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
  left join agent_version v on v.workspace_id = a.workspace_id and v.id = a.agent_version_id`

const viewStatement = statement(
  'find_agent_call',
  `select a.id, c.title, a.agent_id as "agentId", a.agent_version_id as "versionId",
     a.agent_name as "agentName", coalesce(a.agent_details, v.definition::text) as "detailsJson",
     a.channel, a.direction, a.from_number as "fromNumber", a.to_number as "toNumber",
     a.params as "paramsJson", a.status, a.end_reason as "endReason",
     a.answered_by as "answeredBy", iso(a.started_at) as "startedAt",
     iso(a.ringing_at) as "ringingAt", iso(a.answered_at) as "answeredAt",
     iso(a.ended_at) as "endedAt", a.duration_seconds::float8 as "durationSeconds",
     a.outcome as "outcomeJson", a.performance as "performanceJson", a.usage as "usageJson",
     a.cost::float8 as cost, a.tokens, a.api_key_id as "apiKeyId",
     a.campaign_id as "campaignId", c.contact_id as "contactId", r.id as "recordingId",
     ${analysis}::text as "analysisJson", iso(a.created_at) as "createdAt",
     iso(greatest(a.updated_at, c.updated_at, e.completed_at, m.computed_at)) as "updatedAt"
   from ${tables}
   where a.workspace_id = $1 and a.id = $3 and ($2::uuid is null or c.owner_id = $2)`,
)

/** A call that this person may see; undefined when there is none. */
export async function findCall(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<CallView | undefined> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  const [row] = await db.run<CallView>(viewStatement, values)
  return row
}

type Item = { readonly id: string; readonly itemName: string; readonly type: string }

const itemsStatement = statement(
  'list_knowledge_of_call',
  `select id, name as "itemName", type, status from knowledge_item
   where workspace_id = $1 and id = any ($2::uuid[])`,
)

/** Knowledge that an agent had at hand, by id. */
export async function selectItems(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Item>> {
  if (ids.length === 0) return new Map()
  const rows = await db.run<Item>(itemsStatement, [workspaceId, ids])
  return new Map(rows.map((row) => [row.id, row]))
}

export type ShownLog = {
  readonly id: string
  readonly category: string
  readonly message: string
  readonly nodeId: string | null
  readonly payloadJson: string
  readonly at: string
  readonly createdAt: string
}

const logStatement = statement(
  'list_agent_call_log',
  `select id, category, message, node_id as "nodeId", payload as "payloadJson", iso(at) as at,
     iso(created_at) as "createdAt"
   from agent_call_log
   where workspace_id = $1 and call_id = $2 and ($3::text is null or category = $3)
   order by agent_call_log.at, id limit $4`,
)

/** In order of time. */
export function selectLog(
  db: Runner,
  workspaceId: string,
  callId: string,
  { category, limit }: { readonly category: string | null; readonly limit: number },
): Promise<ShownLog[]> {
  return db.run<ShownLog>(logStatement, [workspaceId, callId, category, limit])
}

const deleteStatement = statement(
  'delete_agent_call',
  `delete from conversation where workspace_id = $1 and id = $2 and kind = 'agent_call'
   returning 1 as one`,
)

/** With everything that was made of it. */
export async function deleteCall(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(deleteStatement, [workspaceId, id])).length > 0
}
