import { type CallOutcome, RetryPlan } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { gatherEvents } from '../../platform/events/event.ts'
import { markAnswered, markRinging } from '../agent-calls/index.ts'
import { recordOptOut } from '../calling-rules/index.ts'
import {
  addCounts,
  completeFollowUps,
  completeIfDone,
  type CountChange,
  type Lane,
  type LaneKey,
  lockLane,
  moved,
  pauseFor,
  preferIndexes,
} from '../campaigns/index.ts'
import type { Directory } from './directory.ts'
import { afterCalls, type Breaker, closedBreaker } from './breaker-rules.ts'
import type { Entry } from './entries.ts'
import {
  type CalledRow,
  endAttempts,
  freeLinesOf,
  lockRecipients,
  noteAnswered,
  notePlaced,
  type RecipientUpdate,
  updateRecipients,
} from './journal-queries.ts'
import { asksForNoCalls, isAccountFault, isCarrierFailure, outcomeOf } from './outcome-rules.ts'
import { beginRecord, endRecord, rememberBegun } from './record.ts'
import { nextAfter } from './retry-rules.ts'

/** When to ask the carrier for a call, if it tells nothing by itself. */
const checkPlacedAfterMs = 90_000
const checkAnsweredAfterMs = 60_000

type Writing = {
  readonly tx: Executor
  readonly context: Context
  readonly directory: Directory
  readonly key: LaneKey
}

type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { readonly kind: Kind }>
type Ending = EntryOf<'ended' | 'released'>

const only = <Kind extends Entry['kind']>(entries: readonly Entry[], ...kinds: Kind[]) =>
  entries.filter((entry): entry is EntryOf<Kind> => (kinds as string[]).includes(entry.kind))

/** Writes what happened to calls of one campaign, all or nothing, in the order in which it happened. */
export async function writeEntries(
  context: Context,
  directory: Directory,
  key: LaneKey,
  entries: readonly Entry[],
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const writing: Writing = { tx, context, directory, key }
    await preferIndexes(tx)
    const needsLane = entries.some(({ kind }) => kind !== 'placed' && kind !== 'ringing')
    const lane = needsLane ? await lockLane(tx, key) : undefined
    await gatherEvents(tx, async () => {
      await writeSteps(writing, entries)
      const endings = only(entries, 'ended', 'released')
      if (endings.length > 0) await writeEnds(writing, lane, endings)
    })
  })
  rememberBegun(entries.filter(({ kind }) => kind !== 'released').map(({ call }) => call))
  context.wakeRelay()
}

async function writeSteps(writing: Writing, entries: readonly Entry[]): Promise<void> {
  const { tx, context, directory, key } = writing
  const nowMs = context.now().getTime()
  const begun = new Set(entries.flatMap(({ call, kind }) => (kind === 'released' ? [] : [call])))
  for (const call of begun) await beginRecord(tx, context, directory, call)
  await notePlaced(
    tx,
    key.workspaceId,
    only(entries, 'placed').map(({ call: { callId }, carrierCallId }) => ({
      callId,
      carrierCallId,
      checkAt: new Date(nowMs + checkPlacedAfterMs),
    })),
  )
  const answered = only(entries, 'answered').map(({ call: { callId }, carrierCallId }) => ({
    callId,
    carrierCallId,
    checkAt: new Date(nowMs + checkAnsweredAfterMs),
  }))
  const talking = await noteAnswered(tx, key, answered, context.now())
  await addCounts(tx, key, moved('QUEUED', 'IN_PROGRESS', talking))
  await markRinging(
    tx,
    context,
    key.workspaceId,
    only(entries, 'ringing').map(({ call: { callId } }) => callId),
  )
  for (const { call, by, at } of only(entries, 'answered')) {
    const { callId } = call
    await markAnswered(tx, context, { workspaceId: key.workspaceId, callId }, { by, at })
  }
}

async function writeEnds(
  writing: Writing,
  lane: Lane | undefined,
  entries: readonly Ending[],
): Promise<void> {
  const { tx, context, key } = writing
  const now = context.now()
  const fresh = await endAttempts(tx, key.workspaceId, entries.map(toNote), now)
  const endings = [...new Map(entries.map((entry) => [entry.call.callId, entry])).values()].filter(
    ({ call }) => fresh.has(call.callId),
  )
  if (endings.length === 0) return
  for (const entry of only(endings, 'ended')) {
    await endRecord(tx, context, { ...entry, outcome: outcomeOf(entry.end) })
    await heedOptOut(writing, entry)
  }
  const ids = endings.map(({ call }) => call.recipientId)
  const rows = new Map((await lockRecipients(tx, key, ids)).map((row) => [row.id, row]))
  const updates = endings.flatMap((entry) => {
    const row = rows.get(entry.call.recipientId)
    return row ? [updateOf(entry, row, lane, now)] : []
  })
  await updateRecipients(tx, key.workspaceId, updates, now)
  await addCounts(tx, key, [
    ...updates.flatMap((one) => changesOf(one, rows)),
    ...endings.flatMap(counted),
  ])
  if (lane?.kind === 'follow_ups') await completeFollowUps(tx, context, key, talkedTo(updates))
  if (lane) await settleLane(writing, lane, endings, updates)
}

/** A message on a machine is no talk. */
function talkedTo(updates: readonly RecipientUpdate[]): string[] {
  return updates.filter(({ outcome }) => outcome === 'answered').map(({ id }) => id)
}

function toNote(entry: Ending) {
  const { callId } = entry.call
  if (entry.kind === 'released') {
    return { callId, outcome: 'not_placed', cause: entry.reason } as const
  }
  return { callId, outcome: outcomeOf(entry.end), cause: entry.cause }
}

async function heedOptOut(
  { tx, context }: Writing,
  { call, talk }: EntryOf<'ended'>,
): Promise<void> {
  if (talk?.optedOut !== true && !asksForNoCalls(talk?.outcome)) return
  const { workspaceId, number, callId } = call
  await recordOptOut(tx, context, { workspaceId, number, callId, note: 'Said so in a call.' })
}

/** What becomes of the person. */
function updateOf(
  entry: Ending,
  row: CalledRow,
  lane: Lane | undefined,
  now: Date,
): RecipientUpdate {
  const { id } = row
  const isOver = lane === undefined || lane.status === 'CANCELLED'
  const none = { id, leftMessage: false, lastError: null }
  if (entry.kind === 'released') {
    const status = isOver ? 'CANCELLED' : 'PENDING'
    return { ...none, status, outcome: null, dueAt: entry.retryAt, lastError: entry.reason }
  }
  const outcome = outcomeOf(entry.end)
  const leftMessage = entry.talk?.leftMessage === true
  const lastError = outcome === 'answered' ? null : (entry.cause ?? outcome)
  const next = nextOf([...row.outcomes, outcome], leftMessage, lane, now)
  if (next.status === 'PENDING' && isOver) {
    return { id, status: 'CANCELLED', outcome, dueAt: null, leftMessage, lastError }
  }
  const dueAt = next.status === 'PENDING' ? next.dueAt : null
  return { id, status: next.status, outcome, dueAt, leftMessage, lastError }
}

function nextOf(
  outcomes: readonly CallOutcome[],
  leftMessage: boolean,
  lane: Lane | undefined,
  now: Date,
) {
  const plan = RetryPlan.parse(lane === undefined ? {} : JSON.parse(lane.retries))
  return nextAfter({ plan, maxAttempts: lane?.maxAttempts ?? 1, outcomes, leftMessage }, now)
}

function changesOf(
  { id, status }: RecipientUpdate,
  rows: ReadonlyMap<string, CalledRow>,
): CountChange[] {
  return moved(rows.get(id)?.status ?? status, status)
}

function counted(entry: Ending): CountChange[] {
  if (entry.kind === 'released') return [{ kind: 'attempt', name: 'placed', by: -1 }]
  return [{ kind: 'outcome', name: outcomeOf(entry.end), by: 1 }]
}

async function settleLane(
  { tx, context, key }: Writing,
  lane: Lane,
  endings: readonly Ending[],
  updates: readonly RecipientUpdate[],
): Promise<void> {
  const now = context.now()
  const ended = only(endings, 'ended')
  const before: Breaker =
    lane.breaker === null ? closedBreaker : (JSON.parse(lane.breaker) as Breaker)
  const failures = ended.filter(({ end }) => isCarrierFailure(outcomeOf(end))).length
  const { breaker, event } = afterCalls(before, { calls: ended.length, failures }, now)
  // Lines are free: somebody who waits may be called.
  await freeLinesOf(tx, key, {
    calls: endings.length,
    breaker: JSON.stringify(breaker),
    dueAt: now,
    isStill: lane.status !== 'RUNNING',
  })
  if (lane.status !== 'RUNNING') return
  const { workspaceId } = key
  const isRefused =
    only(endings, 'released').some((one) => one.isAccountFault) ||
    ended.some(({ end }) => isAccountFault(end))
  if (isRefused) {
    await pauseFor(tx, context, { workspaceId, lane, reason: 'carrier_account' })
  } else if (event === 'giveUp') {
    await pauseFor(tx, context, { workspaceId, lane, reason: 'carrier_failures' })
  } else if (updates.every(({ status }) => status !== 'PENDING')) {
    if (lane.active <= endings.length) await completeIfDone(tx, context, workspaceId, lane)
  }
}
