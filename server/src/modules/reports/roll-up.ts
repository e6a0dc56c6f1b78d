import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import {
  findZone,
  hasChanges,
  lockReports,
  markAll,
  type Place,
  selectWorkspaceIds,
  preferIndexes,
  putBack,
  takeChanges,
  type Zone,
} from './change-queries.ts'
import {
  addConversation,
  addCounted,
  type Counts,
  groupBy,
  isEmpty,
  newTally,
  sumOf,
  type Tally,
} from './count-rules.ts'
import { paceOf } from './pace.ts'
import { queueUpdateIn, queueUpdates } from './queue.ts'
import { addDays, monthStart } from './range-rules.ts'
import { rememberPlaces, type RollUpRow, saveRows, selectDaysOfMonths } from './rollup-queries.ts'
import { conversationsByPlace, selectCounted, type Wanted } from './source-queries.ts'

/** Changes dealt with in one transaction: a day of a person takes about a millisecond. */
const batchSize = 1_000
/**
 * Counting keeps a processor busy. In parts of this length, with rests between them, requests beside it
 * wait no longer than that; a part is one day of one person at least.
 */
const partMs = 100
const sliceMs = 25
/** What happens without an event, such as a day that passes, is found within these days. */
const repairDays = 35

type Run = { readonly signal: AbortSignal }
type Workspace = { readonly workspaceId: string }

/** Counts anew what changed, from the source rows; the rest and what came meanwhile a while later. */
export async function updateReports(context: Context, { workspaceId }: Workspace): Promise<void> {
  const { db } = context
  const pace = paceOf(context)
  const waitMs = pace.waitMs(workspaceId)
  // Who is counting it looks for more afterwards.
  if (waitMs === Number.POSITIVE_INFINITY) return
  if (waitMs > 0) return queueUpdateIn(db, workspaceId, waitMs)
  const restMs = await pace.run(workspaceId, () => countChanges(context, workspaceId))
  if (await hasChanges(db, workspaceId)) await queueUpdateIn(db, workspaceId, restMs)
}

/** As many changes as fit into one transaction; what takes too long goes back on the list. */
export function countChanges(context: Context, workspaceId: string): Promise<void> {
  return context.db.transaction((tx) => updateSome(tx, context, workspaceId))
}

async function updateSome(tx: Executor, context: Context, workspaceId: string): Promise<void> {
  await lockReports(tx, workspaceId)
  await preferIndexes(tx)
  const now = context.now()
  const zone = await findZone(tx, workspaceId, now)
  if (!zone) return
  const { timeZone } = zone
  const places = await takeChanges(tx, { workspaceId, timeZone, limit: batchSize })
  const counted = await countSome(tx, { workspaceId, ...zone, now, places })
  await putBack(tx, workspaceId, places.slice(counted))
}

/** Counts places in slices, the larger the faster they are; answers how many it had the time for. */
async function countSome(tx: Executor, wanted: Wanted): Promise<number> {
  const startedAt = performance.now()
  const { places } = wanted
  let counted = 0
  let size = 1
  while (counted < places.length && performance.now() - startedAt < partMs) {
    const slice = places.slice(counted, counted + size)
    const sliceAt = performance.now()
    await countPlaces(tx, { ...wanted, places: slice })
    counted += slice.length
    size *= performance.now() - sliceAt < sliceMs ? 4 : 1
  }
  return counted
}

const keyOf = ({ ownerId, day }: Place): string => `${ownerId} ${day}`

async function countPlaces(tx: Executor, wanted: Wanted): Promise<void> {
  const { workspaceId, places, now: at } = wanted
  const tallies = new Map(places.map((place) => [keyOf(place), { place, tally: newTally() }]))
  const empty = new Map(places.map((place) => [keyOf(place), place]))
  for await (const conversations of conversationsByPlace(tx, wanted)) {
    for (const one of conversations) {
      const counted = tallies.get(keyOf(one))
      if (counted) addConversation(counted.tally, one)
    }
    const counted = [...new Set(conversations.map(keyOf))].flatMap((key) => empty.get(key) ?? [])
    await rememberPlaces(tx, workspaceId, { places: counted, conversations })
    for (const place of counted) empty.delete(keyOf(place))
  }
  const rest = [...empty.values()]
  if (rest.length > 0) await rememberPlaces(tx, workspaceId, { places: rest, conversations: [] })
  for (const { counted, ...place } of await selectCounted(tx, wanted)) {
    const tally = tallies.get(keyOf(place))?.tally
    if (tally) addCounted(tally, JSON.parse(counted) as Counts)
  }
  const rows = [...tallies.values()].flatMap(({ place, tally }) =>
    isEmpty(tally) ? [] : [rowOf(place, tally)],
  )
  await saveRows(tx, 'day', { workspaceId, places, rows, at })
  await countMonths(tx, wanted)
}

const rowOf = ({ ownerId, day }: Place, tally: Tally): RollUpRow => ({
  ownerId,
  day,
  counts: JSON.stringify(tally.counts),
  volume: JSON.stringify(tally.volume),
  criteria: JSON.stringify(tally.criteria),
})

/** Months are the sums of their days. */
async function countMonths(tx: Executor, { workspaceId, places, now: at }: Wanted): Promise<void> {
  const inMonths = places.map(({ ownerId, day }) => ({ ownerId, day: monthStart(day) }))
  const months = [...new Map(inMonths.map((month) => [keyOf(month), month])).values()]
  const days = groupBy(await selectDaysOfMonths(tx, workspaceId, months), keyOf)
  const rows = months.flatMap((month) => {
    const ofMonth = days.get(keyOf(month))
    return ofMonth ? [{ ...month, ...summed(ofMonth) }] : []
  })
  await saveRows(tx, 'month', { workspaceId, places: months, rows, at })
}

function summed(rows: readonly RollUpRow[]): Pick<RollUpRow, 'counts' | 'volume' | 'criteria'> {
  const sum = (part: 'counts' | 'volume' | 'criteria') =>
    JSON.stringify(sumOf(rows.map((row) => JSON.parse(row[part]) as Counts)))
  return { counts: sum('counts'), volume: sum('volume'), criteria: sum('criteria') }
}

/** All days of a workspace: its days begin elsewhere, or its records have other owners. */
export async function rebuildReports(context: Context, { workspaceId }: Workspace): Promise<void> {
  await mark(context, workspaceId, () => null)
}

/** The last days of every workspace. */
export async function repairReports(context: Context, _payload: unknown, { signal }: Run) {
  for (const workspaceId of await selectWorkspaceIds(context.db)) {
    signal.throwIfAborted()
    await mark(context, workspaceId, ({ today }) => addDays(today, -repairDays))
  }
}

async function mark(
  context: Context,
  workspaceId: string,
  since: (zone: Zone) => string | null,
): Promise<void> {
  await context.db.transaction(async (tx) => {
    await lockReports(tx, workspaceId)
    const zone = await findZone(tx, workspaceId, context.now())
    if (!zone) return
    await markAll(tx, { workspaceId, ...zone, since: since(zone) })
    await queueUpdates(tx, [workspaceId])
  })
}
