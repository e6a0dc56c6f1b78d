import {
  type Campaign,
  type CampaignChanges,
  type CampaignInFull,
  type CreatedCampaign,
  type ListCampaigns,
  type NewCampaign,
  type Progress,
  type Recipient,
  recipientLimits,
  recipientStatuses,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { addRecipients } from './add-recipients.ts'
import { announceCampaign } from './announce.ts'
import { shownOfEach } from './campaign-limits.ts'
import {
  type CampaignRow,
  deleteCampaignRow,
  findCampaign,
  insertCampaign,
  selectCampaigns,
  setStatus,
  updateCampaign,
  type Viewer,
} from './campaign-queries.ts'
import { readSchedule, settingsAfter } from './campaign-settings.ts'
import { selectCounts } from './count-queries.ts'
import { hastenLane, type Lane, lockLane, notifyDialers, setDue } from './lane-queries.ts'
import { findNumberOfAgent, findPhoneNumberId, hasAgent } from './lookup-queries.ts'
import { progressOf, toCampaign } from './present.ts'
import { selectByStatus } from './recipient-queries.ts'

export type Caller = { readonly context: Context; readonly principal: Principal }

function viewerOf({ workspaceId, userId, seesAllRows }: Principal): Viewer {
  return { workspaceId, ownerId: seesAllRows ? null : userId }
}

export async function getRow({ context, principal }: Caller, id: string): Promise<CampaignRow> {
  const row = await findCampaign(context.db, viewerOf(principal), id)
  if (!row) throw new AppError('CAMPAIGN_NOT_FOUND', 'There is no such campaign.')
  return row
}

export async function listCampaigns(
  { context, principal }: Caller,
  { take, skip, search, status, voiceAgentId }: ListCampaigns,
) {
  const { workspaceId } = principal
  const { total, filtered, rows } = await selectCampaigns(context.db, {
    ...viewerOf(principal),
    search: search?.trim() || null,
    statuses: status ?? null,
    agentId: voiceAgentId ?? null,
    limit: take,
    offset: (skip - 1) * take,
  })
  const ids = rows.map(({ id }) => id)
  const counts = await selectCounts(context.db, workspaceId, ids)
  return { total, filtered, campaigns: rows.map((row) => toCampaign(row, counts, workspaceId)) }
}

export async function showCampaign(caller: Caller, id: string): Promise<Campaign> {
  const { context, principal } = caller
  const row = await getRow(caller, id)
  const counts = await selectCounts(context.db, principal.workspaceId, [id])
  return toCampaign(row, counts, principal.workspaceId)
}

const groups = {
  PENDING: 'pending',
  QUEUED: 'queued',
  IN_PROGRESS: 'inProgress',
  COMPLETED: 'completed',
  FAILED: 'failed',
  SKIPPED: 'skipped',
  CANCELLED: 'cancelled',
} as const satisfies Record<Recipient['status'], keyof CampaignInFull['recipients']>

export async function getCampaign(caller: Caller, id: string): Promise<CampaignInFull> {
  const { context, principal } = caller
  const campaign = await showCampaign(caller, id)
  const key = { workspaceId: principal.workspaceId, campaignId: id }
  const found = await selectByStatus(context.db, key, {
    statuses: recipientStatuses,
    limit: shownOfEach,
  })
  const recipients = Object.fromEntries(
    Object.entries(groups).map(([status, name]) => [
      name,
      found.filter((one) => one.status === status),
    ]),
  ) as CampaignInFull['recipients']
  return { ...campaign, recipients }
}

export async function getProgress(caller: Caller, id: string): Promise<Progress> {
  const { context, principal } = caller
  const row = await getRow(caller, id)
  return progressOf(row, await selectCounts(context.db, principal.workspaceId, [id]))
}

export async function createCampaign(
  caller: Caller,
  wanted: NewCampaign,
): Promise<CreatedCampaign> {
  const { context, principal } = caller
  const { workspaceId, userId } = principal
  const id = context.newId()
  const now = context.now()
  requireStart(wanted)
  const settings = settingsAfter(context, id, wanted)
  const scheduledAt = readSchedule(wanted.scheduledDate, settings.scheduledTimezone)
  await context.db.transaction(async (tx) => {
    const parties = await findParties(tx, workspaceId, wanted)
    await insertCampaign(tx, workspaceId, {
      ...settings,
      ...parties,
      id,
      kind: 'campaign',
      // Nobody is called before all are there.
      status: 'PENDING',
      sendType: wanted.sendType,
      scheduledAt,
      createdBy: userId,
      at: now,
    })
  })
  const key = { workspaceId, campaignId: id }
  const added = await addRecipients(context, {
    ...key,
    rows: wanted.recipients,
    fileName: null,
    createdBy: userId,
    maxRows: recipientLimits.byRequest,
  })
  if (wanted.recipients.length > 0 && added.accepted === 0) {
    await context.db.transaction((tx) => deleteCampaignRow(tx, workspaceId, id))
    throw new AppError('VALIDATION_ERROR', 'None of the recipients can be called.', {
      field: 'recipients',
      message: added.problems[0]?.message ?? 'None of them has a number.',
      problems: added.problems,
    })
  }
  await context.db.transaction(async (tx) => {
    const lane = await lockLane(tx, key)
    if (lane) await begin(tx, context, { workspaceId, lane, userId, sendType: wanted.sendType })
  })
  context.wakeRelay()
  return { ...(await showCampaign(caller, id)), import: added }
}

function requireStart({ sendType, recipients, scheduledDate }: NewCampaign): void {
  if (sendType === 'NOW' && recipients.length === 0) {
    throw invalid(
      'recipients',
      "Field 'recipients' is empty: send some, or sendType MANUAL to add them afterwards.",
    )
  }
  if (sendType === 'SCHEDULE' && !scheduledDate) {
    throw invalid('scheduledDate', "Field 'scheduledDate' is required to schedule a campaign.")
  }
}

type Beginning = {
  readonly workspaceId: string
  readonly lane: Lane
  readonly userId: string
  readonly sendType: Campaign['sendType']
}

async function begin(
  tx: Executor,
  context: Context,
  { workspaceId, lane, userId, sendType }: Beginning,
): Promise<void> {
  const key = { workspaceId, campaignId: lane.campaignId }
  const at = context.now()
  if (sendType === 'MANUAL') return
  if (sendType === 'SCHEDULE' && lane.scheduledAt !== null && new Date(lane.scheduledAt) > at) {
    await setStatus(tx, key, { status: 'SCHEDULED', at })
    await setDue(tx, key, new Date(lane.scheduledAt))
    return
  }
  await setStatus(tx, key, { status: 'RUNNING', at })
  await setDue(tx, key, at)
  await announceCampaign(tx, context, { workspaceId, lane, what: 'started', actorUserId: userId })
  await notifyDialers(tx)
}

type Parties = { readonly agentId: string; readonly phoneNumberId: string }

async function findParties(
  tx: Executor,
  workspaceId: string,
  { voiceAgentId, phoneNumber, phoneNumberId }: NewCampaign,
): Promise<Parties> {
  if (!(await hasAgent(tx, workspaceId, voiceAgentId))) {
    throw new AppError('AGENT_NOT_FOUND', 'There is no such agent.')
  }
  const wanted = phoneNumberId ?? phoneNumber?.replace(/[\s().-]/g, '')
  // Ids have hyphens, and numbers must not.
  const named = phoneNumberId ?? (phoneNumber?.startsWith('+') ? wanted : phoneNumber)
  const found =
    named === undefined
      ? await findNumberOfAgent(tx, workspaceId, voiceAgentId)
      : await findPhoneNumberId(tx, workspaceId, named)
  if (found === undefined) {
    throw new AppError('PHONE_NUMBER_NOT_FOUND', 'There is no such number to call from.')
  }
  return { agentId: voiceAgentId, phoneNumberId: found }
}

const ended = ['COMPLETED', 'CANCELLED', 'FAILED']

export async function changeCampaign(
  caller: Caller,
  id: string,
  changes: CampaignChanges,
): Promise<Campaign> {
  const { context, principal } = caller
  const { workspaceId } = principal
  const key = { workspaceId, campaignId: id }
  await getRow(caller, id)
  await context.db.transaction(async (tx) => {
    await lockLane(tx, key)
    const row = await findCampaign(tx, viewerOf(principal), id)
    if (!row) throw new AppError('CAMPAIGN_NOT_FOUND', 'There is no such campaign.')
    const changesMore = Object.keys(changes).some((name) => name !== 'name')
    if (ended.includes(row.status) && changesMore && touches(changes)) {
      throw new AppError('CONFLICT', 'The campaign has ended; only its name can be changed.')
    }
    const at = context.now()
    const settings = settingsAfter(context, id, changes, row)
    await updateCampaign(tx, workspaceId, { id, at, settings })
    await hastenLane(tx, key, at)
    await notifyDialers(tx)
  })
  return showCampaign(caller, id)
}

/** Whether something besides the name is meant; clients send fields that mean nothing too. */
function touches(changes: CampaignChanges): boolean {
  const known: readonly (keyof CampaignChanges)[] = [
    'timeRange',
    'scheduledTimezone',
    'reservedConcurrency',
    'maxConcurrency',
    'callsPerSecond',
    'maxAttempts',
    'retries',
    'voicemail',
    'webhookUrl',
    'webhookAuth',
  ]
  return known.some((name) => changes[name] !== undefined)
}

export async function deleteCampaign(
  caller: Caller,
  id: string,
): Promise<{ id: string; deleted: true }> {
  const { context, principal } = caller
  const { workspaceId } = principal
  await getRow(caller, id)
  await context.db.transaction(async (tx) => {
    const lane = await lockLane(tx, { workspaceId, campaignId: id })
    if (!lane) throw new AppError('CAMPAIGN_NOT_FOUND', 'There is no such campaign.')
    if (lane.status === 'RUNNING' || lane.active > 0) {
      throw new AppError('CONFLICT', 'The campaign is calling; cancel it first.')
    }
    if (lane.kind === 'follow_ups') {
      throw new AppError('CONFLICT', 'The campaign of follow-ups belongs to the calling rules.')
    }
    await deleteCampaignRow(tx, workspaceId, id)
  })
  return { id, deleted: true }
}
