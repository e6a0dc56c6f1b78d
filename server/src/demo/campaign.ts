import { NewCampaign } from '@parley/contract'
import type { Context } from '../context.ts'
import { addDoNotCall } from '../modules/calling-rules/index.ts'
import { createCampaign, pauseCampaign } from '../modules/campaigns/index.ts'
import { backThen } from './back-then.ts'
import { callFates, type Fate, voicemailMessage } from './call-texts.ts'
import { type Calling, openLine } from './campaign-line.ts'
import { type Dice, dayMs } from './dice.ts'

/** 10:00 in New York in summer and 9:00 in winter; in California it is too early for two hours more. */
const beginsAtHour = 14
const pausedAfterMs = 105 * 60_000
const minuteMs = 60_000
/** Between two calls. */
const gapMs = 20_000
const notYetCalled = 6

const weekday = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY']

/**
 * A campaign as the dialer leaves it: in the east everybody was called, one of them asked not to be,
 * and it was paused before those in the west could be.
 */
export async function makeCampaign(context: Context, calling: Calling): Promise<void> {
  const { dice, principal } = calling
  const { east } = calling.customers
  const beginMs = lastWorkday(dice, 2) + beginsAtHour * 60 * minuteMs
  const listed = east[callFates.length]
  if (listed) {
    const earlier = { context: backThen(context, beginMs - dayMs), principal }
    const note = 'Asked by e-mail to be written to only.'
    await addDoNotCall(earlier, { phoneNumber: listed.number, note })
  }
  const body = NewCampaign.parse(campaignOf(calling))
  const { id } = await createCampaign({ context: backThen(context, beginMs), principal }, body)
  const pausedMs = beginMs + pausedAfterMs
  await callAll(context, calling, { campaignId: id, beginMs, pausedMs })
  await pauseCampaign({ context: backThen(context, pausedMs), principal }, id)
}

/** Midnight of the last workday that is at least so many days ago. */
function lastWorkday({ nowMs }: Dice, daysAgo: number): number {
  const day = new Date(nowMs - daysAgo * dayMs)
  day.setUTCHours(0, 0, 0, 0)
  const behind = day.getUTCDay() === 0 ? 2 : day.getUTCDay() === 6 ? 1 : 0
  return day.getTime() - behind * dayMs
}

function campaignOf({ dice, agentId, number, customers: { east, west } }: Calling) {
  const renews = new Date(dice.nowMs + 20 * dayMs)
  const month = renews.toLocaleDateString('en', { month: 'long', timeZone: 'UTC' })
  const called = [...east.slice(0, callFates.length + 1), ...west.slice(0, notYetCalled)]
  return {
    name: `Renewals in ${month}`,
    voiceAgentId: agentId,
    phoneNumberId: number.id,
    sendType: 'NOW',
    timeRange: { days: weekday, startCallingTime: '09:00', endCallingTime: '17:00' },
    maxConcurrency: 1,
    retries: { noAnswer: { times: 1, delaySeconds: 1_800 } },
    voicemail: { action: 'LEAVE_MESSAGE', message: voicemailMessage },
    recipients: called.map(({ name, company, number: phoneNumber }, index) => ({
      phoneNumber,
      name,
      dynamicVariables: {
        company,
        plan: index % 3 === 0 ? 'Company' : 'Team',
        renews_on: dayOf(renews.getTime() + (index % 7) * dayMs),
      },
    })),
  }
}

/** As it is said. */
function dayOf(atMs: number): string {
  const day = { month: 'long', day: 'numeric', timeZone: 'UTC' } as const
  return new Date(atMs).toLocaleDateString('en', day)
}

type Span = { readonly campaignId: string; readonly beginMs: number; readonly pausedMs: number }

/** One call after another, until it is time for the pause. */
async function callAll(
  context: Context,
  calling: Calling,
  { campaignId, beginMs, pausedMs }: Span,
): Promise<void> {
  const { east } = calling.customers
  const line = openLine(context, calling, campaignId)
  const places = new Map(east.map(({ number }, place) => [number, place]))
  const calls = new Map<string, number>()
  let nowMs = beginMs + minuteMs
  while (nowMs < pausedMs) {
    const call = await line.claim(nowMs)
    if (!call) {
      nowMs += 5 * minuteMs
      continue
    }
    const times = calls.get(call.number) ?? 0
    calls.set(call.number, times + 1)
    const fates: readonly Fate[] = callFates[places.get(call.number) ?? 0] ?? ['no_answer']
    nowMs = (await line.call(call, fates[times] ?? 'no_answer', nowMs)) + gapMs
  }
}
