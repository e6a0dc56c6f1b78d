import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Event } from '../../platform/events/event.ts'

const missedStatement = statement(
  'list_events_to_replay',
  `select e.seq, e.id, e.workspace_id as "workspaceId", e.name, e.subject_type as "subjectType",
     e.subject_id as "subjectId", e.actor_user_id as "actorUserId", e.payload,
     iso(e.created_at) as "createdAt"
   from event e
   where e.workspace_id = $1 and e.seq > $2 and e.created_at >= $3 and e.created_at <= $4
   order by e.seq limit $5`,
)

/** Events of a time, after `afterSeq`, in order. */
export function selectEventsToReplay(
  tx: Executor,
  wish: {
    readonly workspaceId: string
    readonly afterSeq: number
    readonly since: string
    readonly until: string
    readonly limit: number
  },
): Promise<Event[]> {
  const { workspaceId, afterSeq, since, until, limit } = wish
  return tx.run<Event>(missedStatement, [workspaceId, afterSeq, since, until, limit])
}

const knownStatement = statement(
  'list_known_deliveries',
  `select id from webhook_delivery
   where workspace_id = $1 and endpoint_id = $2 and id = any($3::uuid[])`,
)

/** Of these deliveries, those that exist. */
export async function selectKnownDeliveries(
  tx: Executor,
  { workspaceId, endpointId }: { readonly workspaceId: string; readonly endpointId: string },
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.run<{ id: string }>(knownStatement, [workspaceId, endpointId, ids])
  return new Set(rows.map(({ id }) => id))
}

const subscriptionStatement = statement(
  'find_webhook_subscription',
  `select workspace_id as "workspaceId", id, kind, events, filters, fifo,
     paused_at is not null as "isPaused"
   from webhook_endpoint where workspace_id = $1 and id = $2`,
)

export async function selectSubscription(tx: Executor, workspaceId: string, endpointId: string) {
  const [row] = await tx.run<{
    workspaceId: string
    id: string
    kind: 'workspace' | 'agent'
    events: string[]
    filters: string
    fifo: boolean
    isPaused: boolean
  }>(subscriptionStatement, [workspaceId, endpointId])
  return row
}
