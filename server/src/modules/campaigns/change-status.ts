import type { Campaign } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { announceCampaign, completeIfDone } from './announce.ts'
import { type Caller, getRow, showCampaign } from './campaigns.ts'
import { cancelRecipients } from './cancel-waiting.ts'
import { setStatus } from './campaign-queries.ts'
import { type Lane, type LaneKey, lockLane, notifyDialers, setDue } from './lane-queries.ts'
import { hangUpRinging } from './ringing-queries.ts'
import { retryRecipients, runCampaign } from './retry-failed.ts'

type Change = (
  tx: Executor,
  lane: Lane,
  key: LaneKey,
) => Promise<'started' | 'paused' | 'cancelled' | undefined>

/** Changes a campaign under its lock; what was asked for twice is done once. */
async function changing(caller: Caller, id: string, change: Change): Promise<Campaign> {
  const { context, principal } = caller
  const { workspaceId, userId: actorUserId } = principal
  await getRow(caller, id)
  const key = { workspaceId, campaignId: id }
  await context.db.transaction(async (tx) => {
    const lane = await lockLane(tx, key)
    if (!lane) throw new AppError('CAMPAIGN_NOT_FOUND', 'There is no such campaign.')
    const what = await change(tx, lane, key)
    if (what === undefined) return
    const reason = what === 'paused' ? 'user' : null
    await announceCampaign(tx, context, { workspaceId, lane, what, reason, actorUserId })
    await notifyDialers(tx)
  })
  context.wakeRelay()
  return showCampaign(caller, id)
}

const endedSentence = 'The campaign has ended.'

export function pauseCampaign(caller: Caller, id: string): Promise<Campaign> {
  return changing(caller, id, async (tx, { status }, key) => {
    if (status === 'PAUSED') return undefined
    if (status !== 'RUNNING' && status !== 'SCHEDULED' && status !== 'PENDING') {
      throw new AppError('CONFLICT', endedSentence)
    }
    await setStatus(tx, key, { status: 'PAUSED', reason: 'user', at: caller.context.now() })
    await setDue(tx, key, null)
    return 'paused'
  })
}

export function resumeCampaign(caller: Caller, id: string): Promise<Campaign> {
  const { context } = caller
  return changing(caller, id, async (tx, lane, key) => {
    if (lane.status === 'RUNNING') return undefined
    if (lane.status === 'COMPLETED' || lane.status === 'CANCELLED') {
      throw new AppError('CONFLICT', endedSentence)
    }
    const now = context.now()
    const dateAhead = waitsForDate(lane, now)
    if (dateAhead) {
      await setStatus(tx, key, { status: 'SCHEDULED', at: now })
      await setDue(tx, key, dateAhead)
      return undefined
    }
    await runCampaign(tx, key, now)
    return 'started'
  })
}

/** The date of a campaign that was paused before it came: going on means to wait for it again. */
function waitsForDate({ status, startedAt, scheduledAt }: Lane, now: Date): Date | undefined {
  if (status !== 'PAUSED' || startedAt !== null || scheduledAt === null) return undefined
  const date = new Date(scheduledAt)
  return date > now ? date : undefined
}

export function cancelCampaign(caller: Caller, id: string): Promise<Campaign> {
  const { context } = caller
  return changing(caller, id, async (tx, { status, kind }, key) => {
    if (status === 'CANCELLED') return undefined
    if (status === 'COMPLETED') throw new AppError('CONFLICT', endedSentence)
    if (kind === 'follow_ups') {
      throw new AppError('CONFLICT', 'Follow-ups are paused, or switched off in the calling rules.')
    }
    const at = context.now()
    await setStatus(tx, key, { status: 'CANCELLED', at })
    await setDue(tx, key, null)
    await cancelRecipients(tx, key, at)
    await hangUpRinging(tx, key, at)
    return 'cancelled'
  })
}

export function retryCampaign(caller: Caller, id: string): Promise<Campaign> {
  const { context, principal } = caller
  return changing(caller, id, async (tx, lane, key) => {
    if (lane.status === 'CANCELLED') throw new AppError('CONFLICT', endedSentence)
    const at = context.now()
    if ((await retryRecipients(tx, key, at)) === 0) {
      await completeIfDone(tx, context, principal.workspaceId, lane)
      return undefined
    }
    if (lane.status === 'PAUSED' || lane.status === 'SCHEDULED' || lane.status === 'PENDING') {
      return undefined
    }
    await runCampaign(tx, key, at)
    await notifyDialers(tx)
    return lane.status === 'RUNNING' ? undefined : 'started'
  })
}
