import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { CallRef, LiveCall } from './call.ts'

type Runner = Pick<Executor, 'run'>

const liveStatement = statement(
  'list_live_agent_calls',
  `select a.id as "callId", a.agent_id as "agentId", a.agent_name as "agentName", a.channel,
     a.direction, a.from_number as "fromNumber", a.to_number as "toNumber",
     c.contact_id as "contactId", a.campaign_id as "campaignId", a.status, a.node_id as "nodeId",
     a.node_url as "nodeUrl", iso(case when a.node_id is not null
       then least($2, a.alive_until - $7::float8 * interval '1 millisecond') end) as "heldAt",
     iso(a.started_at) as "startedAt", iso(a.answered_at) as "answeredAt"
   from agent_call a
   join conversation c on c.workspace_id = a.workspace_id and c.id = a.id and c.deleted_at is null
   where a.workspace_id = $1 and a.ended_at is null and a.alive_until >= $2
     and ($3::uuid is null or a.id = $3) and ($4::uuid is null or c.owner_id = $4)
     and ($5::uuid is null or a.agent_id = $5)
   order by a.id desc limit $6`,
)

export function selectLive(
  db: Runner,
  wanted: {
    readonly workspaceId: string
    readonly now: Date
    readonly callId?: string | null
    readonly ownerId?: string | null
    readonly agentId?: string | null
    readonly limit: number
    /** How long after its node was heard of a call counts as abandoned. */
    readonly holdMs: number
  },
): Promise<LiveCall[]> {
  const { workspaceId, now, callId, ownerId, agentId, limit, holdMs } = wanted
  return db.run<LiveCall>(liveStatement, [
    workspaceId,
    now.toISOString(),
    callId ?? null,
    ownerId ?? null,
    agentId ?? null,
    limit,
    holdMs,
  ])
}

const touchStatement = statement(
  'touch_agent_calls',
  `update agent_call a set node_id = $3, alive_until = $4, node_url = coalesce($5, a.node_url)
   from unnest($1::uuid[], $2::uuid[]) as h (workspace_id, id)
   where a.workspace_id = h.workspace_id and a.id = h.id and a.ended_at is null`,
)

/** Notes that a process holds these calls. */
export async function touchCalls(
  db: Runner,
  calls: readonly CallRef[],
  node: {
    readonly nodeId: string
    /** Undefined: by a part of the process that does not speak in them. */
    readonly nodeUrl: string | undefined
    readonly aliveUntil: Date
  },
): Promise<void> {
  const { nodeId, nodeUrl, aliveUntil } = node
  await db.run(touchStatement, [
    calls.map(({ workspaceId }) => workspaceId),
    calls.map(({ callId }) => callId),
    nodeId,
    aliveUntil.toISOString(),
    nodeUrl ?? null,
  ])
}

const abandonedStatement = statement(
  'list_abandoned_agent_calls',
  `select workspace_id as "workspaceId", id as "callId" from agent_call
   where ended_at is null and alive_until < $1 order by alive_until limit $2`,
)

/** Calls of all workspaces that nobody holds any more, oldest first. */
export function selectAbandoned(db: Runner, now: Date, limit: number): Promise<CallRef[]> {
  return db.run<CallRef>(abandonedStatement, [now.toISOString(), limit])
}

const unusedStatement = statement(
  'delete_unused_agent_endpoints',
  `delete from webhook_endpoint e using (
     select workspace_id, id from webhook_endpoint o
     where o.agent_key is not null and o.created_at < $1
       and not exists (select from agent_call a where a.webhook_id = o.id
         and a.workspace_id = o.workspace_id and a.created_at >= $1)
       and not exists (select from webhook_delivery d where d.workspace_id = o.workspace_id
         and d.endpoint_id = o.id and d.state = 'pending')
     limit $2) old
   where e.workspace_id = old.workspace_id and e.id = old.id returning 1 as one`,
)

/** Addresses that no call has named since; answers how many. */
export async function deleteUnusedEndpoints(
  db: Runner,
  before: Date,
  limit: number,
): Promise<number> {
  return (await db.run(unusedStatement, [before.toISOString(), limit])).length
}
