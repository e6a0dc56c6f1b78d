import { expect, test } from 'vitest'
import { makeCampaign, progressOf, setRules, startCampaignApp } from '../../../test/campaigns.ts'
import type { TestApp } from '../../../test/test-app.ts'
import { claimCalls } from './claim.ts'

const newYork = '+12125550123'
const london = '+442079460958'
const paris = '+33142345678'

async function claim(
  app: TestApp,
  campaign: { id: string; voiceAgentId: string | null; phoneNumberId: string | null },
  capacity = 50,
) {
  const { workspaceId } = app.owner
  const calls = await claimCalls(
    app.context,
    { workspaceId, campaignId: campaign.id },
    {
      agentId: campaign.voiceAgentId ?? undefined,
      phoneNumberId: campaign.phoneNumberId ?? undefined,
      fromNumber: '+14155550100',
      capacity,
      checkAfterMs: 60_000,
    },
  )
  return calls.map(({ number }) => number).sort()
}

/** An app whose clock is set by the test. */
async function startAt(moment: string) {
  const clock = { now: new Date(moment) }
  const app = await startCampaignApp({ now: () => clock.now })
  const usual = {
    days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
  }
  await setRules(app, {
    timeRange: { ...usual, startCallingTime: '08:00', endCallingTime: '21:00' },
  })
  return { app, set: (to: string) => (clock.now = new Date(to)) }
}

test('each is called in the hours of the place where the number is, over the change of clocks', async () => {
  // Summer time begins in New York on 8 March 2026, in Europe on the 29th.
  const { app, set } = await startAt('2026-03-07T06:59:00Z')
  await using _app = app
  const campaign = await makeCampaign(app, [newYork, london, paris])
  expect(await claim(app, campaign)).toEqual([])
  set('2026-03-07T07:00:00Z')
  expect(await claim(app, campaign)).toEqual([paris])
  set('2026-03-07T08:00:00Z')
  expect(await claim(app, campaign)).toEqual([london])
  const { nextCallAt } = await progressOf(app, campaign.id)
  expect(nextCallAt).toBe('2026-03-07T13:00:00.000Z')
  // A day later eight o’clock there is an hour earlier.
  set('2026-03-08T11:59:00Z')
  expect(await claim(app, campaign)).toEqual([])
  expect((await progressOf(app, campaign.id)).nextCallAt).toBe('2026-03-08T12:00:00.000Z')
  set('2026-03-08T12:00:00Z')
  expect(await claim(app, campaign)).toEqual([newYork])
})

test('the campaign’s hours and the recipient’s are met with those of the workspace', async () => {
  const { app, set } = await startAt('2026-03-06T12:30:00Z')
  await using _app = app
  const campaign = await makeCampaign(app, [newYork], {
    timeRange: { days: ['FRIDAY'], startCallingTime: '09:00', endCallingTime: '17:00' },
    scheduledTimezone: 'Europe/London',
  })
  expect(await claim(app, campaign)).toEqual([])
  set('2026-03-06T13:00:00Z')
  expect(await claim(app, campaign)).toEqual([newYork])
})

test('whose place nobody knows is never called, and whose hours never come neither', async () => {
  const { app } = await startAt('2026-03-06T12:30:00Z')
  await using _app = app
  const campaign = await makeCampaign(app, [], {
    recipients: [
      { phoneNumber: london },
      { phoneNumber: '2041', ignoreE164Validation: true },
      { phoneNumber: newYork },
    ],
    timeRange: { startCallingTime: '09:00', endCallingTime: '10:00' },
    scheduledTimezone: 'Europe/London',
  })
  expect(await claim(app, campaign)).toEqual([])
  expect(await progressOf(app, campaign.id)).toMatchObject({
    bySkipReason: { no_time_zone: 1, never_open: 1 },
    byStatus: { PENDING: 1, SKIPPED: 2 },
    nextCallAt: '2026-03-07T09:00:00.000Z',
  })
})

test('a campaign that was scheduled begins at its moment', async () => {
  const { app, set } = await startAt('2026-03-06T09:00:00Z')
  await using _app = app
  const campaign = await makeCampaign(app, [london], {
    sendType: 'SCHEDULE',
    scheduledDate: '2026-03-06T10:00:00Z',
  })
  expect(await claim(app, campaign)).toEqual([])
  set('2026-03-06T10:00:00Z')
  await app.db.pool.query('update campaign_lane set due_at = $1', ['2026-03-06T10:00:00Z'])
  expect(await claim(app, campaign)).toEqual([london])
})

test('the same person is claimed by one of many who ask at the same time', async () => {
  const { app } = await startAt('2026-03-06T12:00:00Z')
  await using _app = app
  await setRules(app, { maxConcurrency: 100 })
  const numbers = Array.from({ length: 40 }, (_, n) => `+44207946${1_000 + n}`)
  const campaign = await makeCampaign(app, numbers)
  const claimed = await Promise.all(Array.from({ length: 8 }, () => claim(app, campaign, 7)))
  expect(claimed.flat().sort()).toEqual(numbers)
})

test('somebody in two campaigns is called by one after the other', async () => {
  const { app } = await startAt('2026-03-06T12:00:00Z')
  await using _app = app
  const [first, second] = [await makeCampaign(app, [london]), await makeCampaign(app, [london])]
  expect(await claim(app, first)).toEqual([london])
  expect(await claim(app, second)).toEqual([])
  expect((await progressOf(app, second.id)).nextCallAt).toBe('2026-03-06T12:05:00.000Z')
})
