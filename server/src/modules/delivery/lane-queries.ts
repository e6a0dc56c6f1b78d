import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { notifySenders } from './fan-out-queries.ts'
import type { Health } from './health-rules.ts'

/** A lane as it stands in the database. */
export type LaneRow = {
  readonly workspaceId: string
  readonly endpointId: string
  readonly failures: number
  readonly failingSince: string | null
  readonly failingSpells: number
  readonly lastSpellAt: string | null
  readonly lastFailureAt: string | null
  readonly lastSuccessAt: string | null
  readonly warned: number
  readonly parkedUntil: string | null
  readonly parkedTimes: number
}

/** A node that has not renewed its hold for so long is taken for dead. */
export const leaseMs = 15_000
const lease = `now() + interval '${leaseMs} milliseconds'`

const healthColumns = `l.failures, iso(l.failing_since) as "failingSince",
  l.failing_spells as "failingSpells", iso(l.last_spell_at) as "lastSpellAt",
  iso(l.last_failure_at) as "lastFailureAt", iso(l.last_success_at) as "lastSuccessAt",
  l.warned, iso(l.parked_until) as "parkedUntil", l.parked_times as "parkedTimes"`

const takeStatement = statement(
  'take_webhook_lanes',
  `update webhook_lane l set leased_by = $1, leased_until = ${lease}
   from (
     select workspace_id, endpoint_id from webhook_lane
     where next_due_at <= now() and next_due_at < 'infinity' and leased_until < now()
     order by next_due_at limit $2 for update skip locked
   ) free
   where l.workspace_id = free.workspace_id and l.endpoint_id = free.endpoint_id
   returning l.workspace_id as "workspaceId", l.endpoint_id as "endpointId", ${healthColumns}`,
)

/** Takes hold of lanes with something due that nobody holds. */
export function takeLanes(db: Database, node: string, limit: number): Promise<LaneRow[]> {
  return db.runIndexed<LaneRow>(takeStatement, [node, limit])
}

const renewStatement = statement(
  'renew_webhook_lanes',
  `update webhook_lane set leased_until = ${lease}
   where leased_by = $1 and endpoint_id = any ($2::uuid[])
   returning endpoint_id as "endpointId"`,
)

/** Answers those of these endpoints that this node holds. */
export async function renewLanes(
  db: Database,
  node: string,
  endpointIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.runIndexed<{ endpointId: string }>(renewStatement, [node, endpointIds])
  return new Set(rows.map(({ endpointId }) => endpointId))
}

const releaseAllStatement = statement(
  'release_webhook_lanes',
  `update webhook_lane set leased_by = null, leased_until = '-infinity' where leased_by = $1`,
)

export async function releaseAllLanes(db: Database, node: string): Promise<void> {
  await db.runIndexed(releaseAllStatement, [node])
}

const restStatement = statement(
  'rest_webhook_lanes',
  `with locked as materialized (
     select l.workspace_id, l.endpoint_id from webhook_lane l
     join unnest($2::uuid[], $3::uuid[], $4::bigint[]) as g(workspace_id, endpoint_id, generation)
       on g.workspace_id = l.workspace_id and g.endpoint_id = l.endpoint_id
       and g.generation = l.generation
     where l.leased_by = $1
     order by l.workspace_id, l.endpoint_id for update of l
   )
   update webhook_lane l set leased_by = null, leased_until = '-infinity',
     next_due_at = case when e.is_active and e.paused_at is null then
       greatest(coalesce((select min(d.next_attempt_at) from webhook_delivery d
         where d.workspace_id = l.workspace_id and d.endpoint_id = l.endpoint_id
           and d.state = 'pending'), 'infinity'), coalesce(l.parked_until, '-infinity'))
       else 'infinity' end
   from locked k join webhook_endpoint e on e.workspace_id = k.workspace_id and e.id = k.endpoint_id
   where l.workspace_id = k.workspace_id and l.endpoint_id = k.endpoint_id
   returning l.endpoint_id as "endpointId"`,
)

export type Resting = {
  readonly workspaceId: string
  readonly endpointId: string
  /** As of the moment its deliveries were looked for. */
  readonly generation: number
}

/**
 * Lets go of lanes in which nothing is due, and notes when something will be. Answers those that were
 * let go; to the others something was added in the meantime.
 */
export async function restLanes(
  db: Database,
  node: string,
  lanes: readonly Resting[],
): Promise<ReadonlySet<string>> {
  const rows = await db.runIndexed<{ endpointId: string }>(restStatement, [
    node,
    lanes.map(({ workspaceId }) => workspaceId),
    lanes.map(({ endpointId }) => endpointId),
    lanes.map(({ generation }) => generation),
  ])
  return new Set(rows.map(({ endpointId }) => endpointId))
}

const healthStatement = statement(
  'update_webhook_health',
  `update webhook_lane set failures = $3, failing_since = $4, failing_spells = $5,
     last_spell_at = $6, last_failure_at = $7, last_success_at = $8, warned = $9,
     parked_until = $10, parked_times = $11
   where workspace_id = $1 and endpoint_id = $2`,
)

export async function updateHealth(
  tx: Executor,
  { workspaceId, endpointId }: { readonly workspaceId: string; readonly endpointId: string },
  health: Health,
): Promise<void> {
  await tx.run(healthStatement, [
    workspaceId,
    endpointId,
    health.failures,
    health.failingSince,
    health.failingSpells,
    health.lastSpellAt,
    health.lastFailureAt,
    health.lastSuccessAt,
    health.warned,
    health.parkedUntil,
    health.parkedTimes,
  ])
}

const lockStatement = statement(
  'lock_webhook_lane',
  `select 1 from webhook_lane where workspace_id = $1 and endpoint_id = $2 for update`,
)

/** What is added to the lane waits until this transaction ends. */
export async function lockLane(
  tx: Executor,
  { workspaceId, endpointId }: { readonly workspaceId: string; readonly endpointId: string },
): Promise<void> {
  await tx.run(lockStatement, [workspaceId, endpointId])
}

const touchStatement = statement(
  'touch_webhook_lane',
  `update webhook_lane set generation = generation + 1, next_due_at = least(next_due_at, now())
   where workspace_id = $1 and endpoint_id = $2`,
)

/** Something about the lane or its endpoint has changed: senders look again, on commit. */
export async function touchLane(
  tx: Executor,
  { workspaceId, endpointId }: { readonly workspaceId: string; readonly endpointId: string },
): Promise<void> {
  await tx.run(touchStatement, [workspaceId, endpointId])
  await notifySenders(tx)
}
