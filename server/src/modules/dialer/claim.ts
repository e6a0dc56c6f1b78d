import { Voicemail } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { lockRules, type RuleRow, updatePace } from '../calling-rules/index.ts'
import {
  addCounts,
  announceCampaign,
  completeIfDone,
  type CountChange,
  type Lane,
  type LaneKey,
  lockLane,
  moved,
  pauseFor,
  preferIndexes,
  setDue,
  setStatus,
} from '../campaigns/index.ts'
import { type Breaker, callsAllowed, closedBreaker } from './breaker-rules.ts'
import type { DialedCall } from './call.ts'
import {
  type CandidateRow,
  type ClaimRow,
  countInUse,
  selectCandidates,
  selectFirstWaiting,
  selectZones,
  skipZone,
  takeLines,
  writeClaims,
} from './claim-queries.ts'
import { decideAll } from './claim-rules.ts'
import { type Openings, openingsOf } from './openings.ts'
import { bothPaces, freeLines, startsOf } from './pace-rules.ts'

/** Calls are claimed so long before they begin: what a pause cannot stop any more. */
const claimAheadMs = 100
/** Other campaigns have all lines; nobody tells when they are free. */
const lookAgainMs = 500
/** Claimed at once at most: how long the campaign's row is held. */
const maxClaims = 100

export type ClaimWishes = {
  /** The campaign's agent and number, as they were found; undefined: there is none. */
  readonly agentId: string | undefined
  readonly phoneNumberId: string | undefined
  /** In E.164. */
  readonly fromNumber: string
  /** Calls that this process can still take on. */
  readonly capacity: number
  /** After how long somebody looks what became of a call that nothing was heard of. */
  readonly checkAfterMs: number
}

/**
 * Decides whom a campaign calls now, and writes it down: from then on these people are nobody else's,
 * on whatever node. Workspaces decide one campaign at a time, so that limits across campaigns hold.
 */
export async function claimCalls(
  context: Context,
  key: LaneKey,
  wishes: ClaimWishes,
): Promise<readonly DialedCall[]> {
  const calls = await context.db.transaction(async (tx) => {
    await preferIndexes(tx)
    const rules = await lockRules(tx, key.workspaceId)
    const found = await lockLane(tx, key)
    const lane = found && (await startIfScheduled(tx, context, key, found))
    if (!lane) return []
    if (lane.status !== 'RUNNING') {
      await setDue(tx, key, null)
      return []
    }
    return claim(tx, context, { key, rules, lane, wishes })
  })
  return calls
}

async function startIfScheduled(
  tx: Executor,
  context: Context,
  key: LaneKey,
  lane: Lane,
): Promise<Lane> {
  const now = context.now()
  if (lane.status !== 'SCHEDULED' || lane.scheduledAt === null) return lane
  if (new Date(lane.scheduledAt) > now) return lane
  await setStatus(tx, key, { status: 'RUNNING', at: now })
  await announceCampaign(tx, context, { workspaceId: key.workspaceId, lane, what: 'started' })
  return { ...lane, status: 'RUNNING' }
}

type Claiming = {
  readonly key: LaneKey
  readonly rules: RuleRow
  readonly lane: Lane
  readonly wishes: ClaimWishes
}

async function claim(tx: Executor, context: Context, claiming: Claiming): Promise<DialedCall[]> {
  const { key, rules, lane, wishes } = claiming
  const { workspaceId } = key
  const { agentId, phoneNumberId, fromNumber } = wishes
  if (agentId === undefined || phoneNumberId === undefined) {
    return pauseWithout(tx, context, claiming)
  }
  // They were changed meanwhile: the next look finds the new ones.
  if (agentId !== lane.agentId || phoneNumberId !== lane.phoneNumberId) return []
  const now = context.now()
  const room = await roomOf(tx, claiming, now)
  if (room.starts.length === 0) {
    await setDue(tx, key, room.lookAt)
    return []
  }
  const openings = openingsOf(rules, lane)
  const zones = (await selectZones(tx, key)).filter((one) => openings.of(one, now).isOpen)
  const limit = room.starts.length
  const { dailyCap } = rules
  const candidates = await selectCandidates(tx, key, { zones, now, limit, dailyCap })
  const { rows, calls } = decideOn(context, claiming, candidates, room.starts)
  await writeClaims(tx, key, rows, { at: now, phoneNumberId })
  await addCounts(tx, key, changesOf(rows))
  // Fewer than there was room for: nobody else waits now.
  const nextDue =
    candidates.length < limit ? await nextDueOf(tx, key, openings, now) : { dueAt: now }
  const { nextStartAt } = room.lanePace(calls.length)
  await takeLines(tx, key, { calls: calls.length, nextStartAt, dueAt: nextDue.dueAt })
  if (calls.length === 0) {
    if (nextDue.dueAt === null && lane.active === 0)
      await completeIfDone(tx, context, workspaceId, lane)
  } else if (rules.callsPerSecond !== null) {
    await updatePace(tx, workspaceId, room.rulesPace(calls.length).nextStartAt)
  }
  return calls.map((call) => ({ ...call, agentId, phoneNumberId, fromNumber }))
}

async function pauseWithout(
  tx: Executor,
  context: Context,
  { key: { workspaceId }, lane, wishes }: Claiming,
): Promise<never[]> {
  const reason = wishes.agentId === undefined ? 'agent_missing' : 'number_missing'
  await pauseFor(tx, context, { workspaceId, lane, reason })
  return []
}

/** How many calls may begin, and when each of them. */
async function roomOf(tx: Executor, { key, rules, lane, wishes }: Claiming, now: Date) {
  const breaker = lane.breaker === null ? closedBreaker : (JSON.parse(lane.breaker) as Breaker)
  const limit = freeLines({
    lines: rules.maxConcurrency,
    reserved: lane.reservedConcurrency,
    inUse: await countInUse(tx, key.workspaceId),
    ofCampaign: lane.active,
    maxConcurrency: lane.maxConcurrency,
    breaker: callsAllowed(breaker, now),
    process: Math.min(wishes.capacity, maxClaims),
  })
  const paces = {
    lane: { perSecond: lane.callsPerSecond, nextStartAt: new Date(lane.nextStartAt) },
    rules: { perSecond: rules.callsPerSecond, nextStartAt: new Date(rules.nextStartAt) },
  }
  const ahead = (pace: (typeof paces)['lane'], count: number) =>
    startsOf(pace, now, { limit: count, aheadMs: claimAheadMs })
  const starts = bothPaces(ahead(paces.lane, limit).starts, ahead(paces.rules, limit).starts)
  const paced = [paces.lane, paces.rules].filter(({ perSecond }) => perSecond !== null)
  const nextStarts = paced.map(({ nextStartAt }) => nextStartAt.getTime())
  const rested = breaker.openUntil === null ? 0 : Date.parse(breaker.openUntil)
  const waitMs = limit === 0 ? lookAgainMs : 1
  return {
    starts,
    lookAt: new Date(
      Math.max(now.getTime() + waitMs, rested, limit === 0 ? 0 : Math.max(0, ...nextStarts)),
    ),
    lanePace: (count: number) => ahead(paces.lane, count),
    rulesPace: (count: number) => ahead(paces.rules, count),
  }
}

type Decided = {
  readonly rows: readonly ClaimRow[]
  readonly calls: readonly Omit<DialedCall, 'agentId' | 'phoneNumberId' | 'fromNumber'>[]
}

function decideOn(
  context: Context,
  { key, rules, lane, wishes }: Claiming,
  candidates: readonly CandidateRow[],
  starts: readonly Date[],
): Decided {
  const now = context.now()
  const decisions = decideAll(candidates, rules, now)
  const rows: ClaimRow[] = []
  const calls: Decided['calls'][number][] = []
  const voicemail = Voicemail.parse(JSON.parse(lane.voicemail))
  for (const candidate of candidates) {
    const { recipientId: id } = candidate
    const decision = decisions.get(id)
    if (!decision) continue
    if (decision.kind !== 'call') {
      rows.push({ id, ...decision })
      continue
    }
    const startsAt = starts[calls.length] ?? now
    const callId = context.newId()
    const checkAt = new Date(startsAt.getTime() + wishes.checkAfterMs)
    rows.push({ id, kind: 'call', callId, startsAt, checkAt })
    calls.push({
      ...key,
      callId,
      recipientId: id,
      number: candidate.number,
      params: paramsOf(candidate),
      voicemail,
      leftMessage: candidate.leftMessage,
      webhookUrl: lane.webhookUrl,
      webhookAuth: lane.webhookAuth,
      createdBy: lane.createdBy,
      startsAt,
    })
  }
  return { rows, calls }
}

export function paramsOf({
  name,
  variables,
}: Pick<CandidateRow, 'name' | 'variables'>): Record<string, unknown> {
  const own = JSON.parse(variables) as Record<string, unknown>
  return name === null || 'name' in own ? own : { ...own, name }
}

function changesOf(rows: readonly ClaimRow[]): CountChange[] {
  return rows.flatMap((row): CountChange[] => {
    if (row.kind === 'call') {
      return [...moved('PENDING', 'QUEUED'), { kind: 'attempt', name: 'placed', by: 1 }]
    }
    if (row.kind === 'wait') return []
    return [...moved('PENDING', 'SKIPPED'), { kind: 'skip', name: row.reason, by: 1 }]
  })
}

/** When the next of those who wait may be called; those whose hours never come wait no longer. */
async function nextDueOf(
  tx: Executor,
  key: LaneKey,
  openings: Openings,
  now: Date,
): Promise<{ readonly dueAt: Date | null }> {
  let first: Date | null = null
  for (const { zones, dueAt } of await selectFirstWaiting(tx, key)) {
    const at = new Date(Math.max(Date.parse(dueAt), now.getTime()))
    const opening = openings.of(zones, at)
    const callAt = opening.isOpen ? at : opening.opensAt
    if (callAt === undefined) {
      const skipped = await skipZone(tx, key, zones, now)
      await addCounts(tx, key, [
        ...moved('PENDING', 'SKIPPED', skipped),
        { kind: 'skip', name: 'never_open', by: skipped },
      ])
    } else if (first === null || callAt < first) first = callAt
  }
  return { dueAt: first }
}
