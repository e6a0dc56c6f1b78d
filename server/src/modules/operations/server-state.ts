import type { ServerNode, ServerState } from '@parley/contract'
import type { Context } from '../../context.ts'
import { measureBacklog } from '../../platform/events/queries.ts'
import { isQueueInstalled } from '../../platform/jobs/queries.ts'
import { checkReadiness, version } from '../system/index.ts'
import { type Measured, judge } from './check-rules.ts'
import { silentMs, thisNode } from './node.ts'
import {
  listNodes,
  listQueues,
  measureDeliveries,
  type NodeRow,
  postgresVersion,
} from './queries.ts'

/** Whether the server is well, told by those who keep it so. */
export async function getServerState(
  context: Context,
  subscribers: readonly string[],
): Promise<ServerState> {
  const { db, now, media } = context
  const [ready, rows, backlog, deliveries, jobs, postgres, room] = await Promise.all([
    timeReadiness(context),
    listNodes(db),
    measureBacklog(db),
    measureDeliveries(db, now()),
    isQueueInstalled(db).then((installed) => (installed ? listQueues(db) : [])),
    postgresVersion(db),
    // The room alone: no file is counted.
    media.measure(0),
  ])
  const nodes = rows.map((row) => toNode(context, row))
  const measured: Measured = {
    ...ready,
    eventLagS: backlog.ageS,
    failedJobs: jobs.reduce((sum, { failed }) => sum + failed, 0),
    deadNodes: nodes.filter((node) => !node.is_alive).length,
    freeShare: room.totalBytes === 0 ? 0 : room.freeBytes / room.totalBytes,
    freeBytes: room.freeBytes,
  }
  const failures = await failuresBySubscriber(context)
  return {
    version,
    node_version: process.versions.node,
    postgres_version: postgres,
    platform: `${process.platform} ${process.arch}`,
    started_at: thisNode(context).startedAt.toISOString(),
    checks: judge(measured),
    nodes,
    events: {
      waiting: backlog.count,
      lag_s: backlog.ageS,
      subscribers: subscribers.map((name) => ({
        name,
        lag_s: backlog.ageS,
        failures: failures.get(name) ?? 0,
      })),
    },
    deliveries: { waiting: deliveries.waiting, lag_s: deliveries.lagS },
    jobs,
  }
}

type Failed = { readonly details?: { readonly checks?: Readonly<Record<string, string>> } }

async function timeReadiness(context: Context) {
  const startedAt = performance.now()
  const failed = await checkReadiness(context).then(
    () => undefined,
    (error: unknown) => (error as Failed).details?.checks ?? {},
  )
  return {
    databaseMs: Math.round(performance.now() - startedAt),
    databaseOk: failed?.['database'] !== 'failed',
    migrationsOk: failed?.['migrations'] !== 'failed',
  }
}

function toNode(context: Context, row: NodeRow): ServerNode {
  const isThis = row.id === thisNode(context).id
  const silence = context.now().getTime() - Date.parse(row.seen_at)
  return { ...row, is_alive: isThis || silence < silentMs, is_this: isThis }
}

/** By the counter that /metrics shows. */
async function failuresBySubscriber({ metrics }: Context): Promise<Map<string, number>> {
  const { values } = await metrics.eventRelayFailures.get()
  return new Map(values.map(({ labels, value }) => [String(labels.subscriber), value]))
}
