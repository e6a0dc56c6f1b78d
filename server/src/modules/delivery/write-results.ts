import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { announceExhausted, announceNotice } from './announce.ts'
import type { Due } from './due-queries.ts'
import { disableEndpoint } from './endpoint-queries.ts'
import type { Lane } from './lane.ts'
import { lockLane, updateHealth } from './lane-queries.ts'
import {
  type AttemptRecord,
  freeNext,
  hastenDeliveries,
  preferIndexes,
  recordAttempts,
} from './record-queries.ts'

/** An attempt that is over, and where it belongs. */
export type Result = { readonly lane: Lane; readonly due: Due; readonly record: AttemptRecord }

/** Writes what came of attempts, and what follows for their lanes, all or nothing. */
export async function writeResults(context: Context, results: readonly Result[]): Promise<void> {
  const lanes = [...new Set(results.map(({ lane }) => lane))]
  const isPlain = lanes.every((lane) => !lane.isHealthChanged && !lane.endpoint?.row.fifo)
  const hasEnded = results.some(({ record }) => record.state === 'failed')
  if (isPlain && !hasEnded) {
    await recordAttempts(
      context.db.runIndexed,
      results.map(({ record }) => record),
    )
    return
  }
  const changed = lanes.map((lane) => ({
    lane,
    health: lane.health,
    notices: lane.notices,
    isBack: lane.isBack,
  }))
  await context.db.transaction(async (tx) => {
    // The order in which everybody locks lanes, so that nobody waits in a circle.
    for (const lane of lanes.sort(byKey)) await lockLane(tx, lane)
    await preferIndexes(tx)
    const recorded = await recordAttempts(
      tx.run,
      results.map(({ record }) => record),
    )
    await endDeliveries({ context, tx }, results, new Set(recorded.map((one) => one.deliveryId)))
    for (const { lane, health, notices, isBack } of changed) {
      await updateHealth(tx, lane, health)
      if (isBack) await hastenDeliveries(tx, lane)
      for (const notice of notices) await act({ context, tx }, lane, notice)
    }
  })
  for (const { lane, health, notices, isBack } of changed) {
    if (lane.health === health) lane.isHealthChanged = false
    lane.notices = lane.notices.slice(notices.length)
    if (isBack) lane.isBack = false
    if (isBack || lane.endpoint?.row.fifo) lane.needsLook = true
  }
  context.wakeRelay()
}

type Work = { readonly context: Context; readonly tx: Executor }

async function endDeliveries(
  { context, tx }: Work,
  results: readonly Result[],
  recorded: ReadonlySet<string>,
): Promise<void> {
  for (const { lane, due, record } of results) {
    if (record.state === 'pending' || !recorded.has(due.id)) continue
    if (due.sequence !== null) await freeNext(tx, { ...lane, subjectId: due.subjectId })
    if (record.state === 'failed') await announceExhausted(context, tx, { lane, due, record })
  }
}

async function act(
  { context, tx }: Work,
  lane: Lane,
  notice: Lane['notices'][number],
): Promise<void> {
  const isEnd = notice === 'disabled' || notice === 'gone'
  if (isEnd && !(await disableEndpoint(tx, lane, notice === 'gone' ? 'gone' : 'failing'))) return
  await announceNotice(context, tx, lane, notice)
}

function byKey(one: Lane, other: Lane): number {
  const key = ({ workspaceId, endpointId }: Lane) => `${workspaceId} ${endpointId}`
  return key(one) < key(other) ? -1 : 1
}
