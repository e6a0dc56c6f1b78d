import { AppError } from '../../platform/errors.ts'
import type { RuleWatcher } from '../calling-rules/index.ts'
import { insertCampaign, setStatus } from './campaign-queries.ts'
import { settingsAfter } from './campaign-settings.ts'
import { assignFollowUps, findStandingId } from './follow-up-queries.ts'
import { hastenLanes, lockLane, notifyDialers, setDue } from './lane-queries.ts'
import { findNumberOfAgent, findPhoneNumberId, hasAgent } from './lookup-queries.ts'

/** Campaigns look at new rules at once, and the agent of follow-ups has a campaign to call by. */
export const heedRules: RuleWatcher = async (tx, context, { workspaceId, userId, rules }) => {
  const { followUpAgentId: agentId, followUpPhoneNumberId: numberId } = rules
  const at = context.now()
  if (numberId !== null && (await findPhoneNumberId(tx, workspaceId, numberId)) === undefined) {
    throw new AppError('PHONE_NUMBER_NOT_FOUND', 'There is no such phone number.')
  }
  const standingId = await findStandingId(tx, workspaceId)
  if (agentId === null) {
    if (standingId !== undefined) {
      const key = { workspaceId, campaignId: standingId }
      await lockLane(tx, key)
      await setStatus(tx, key, { status: 'PAUSED', reason: 'user', at })
      await setDue(tx, key, null)
    }
  } else {
    if (!(await hasAgent(tx, workspaceId, agentId))) {
      throw new AppError('AGENT_NOT_FOUND', 'There is no such agent.')
    }
    const phoneNumberId = numberId ?? (await findNumberOfAgent(tx, workspaceId, agentId))
    if (phoneNumberId === undefined) {
      throw new AppError('PHONE_NUMBER_NOT_FOUND', 'The agent has no number to call from.')
    }
    const id = standingId ?? context.newId()
    const settings = settingsAfter(context, id, { name: 'Follow-ups' })
    const parties = { agentId, phoneNumberId }
    await insertCampaign(tx, workspaceId, {
      ...settings,
      ...parties,
      id,
      kind: 'follow_ups',
      status: 'RUNNING',
      sendType: 'NOW',
      scheduledAt: null,
      createdBy: userId,
      at,
    })
    const key = { workspaceId, campaignId: id }
    await lockLane(tx, key)
    await assignFollowUps(tx, key, { ...parties, at })
    await setStatus(tx, key, { status: 'RUNNING', at })
  }
  await hastenLanes(tx, workspaceId, at)
  await notifyDialers(tx)
}
