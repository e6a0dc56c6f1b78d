import { expect, test } from 'vitest'
import { announce, evaluate, makeScorecard, makeTalk } from '../../../test/report-records.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { rebuildReports, repairReports, updateReports } from './roll-up.ts'

const now = () => new Date('2026-04-02T10:00:00Z')
const run = { signal: new AbortController().signal }

/** Figures of the owner on one day. */
async function dayOf(app: TestApp, day: string) {
  await app.drain()
  const { figures } = await app.client.reports.team({ from: day, to: day })
  return figures
}

const callsOn = async (app: TestApp, day: string) => (await dayOf(app, day)).calls.value

async function storedRows(app: TestApp) {
  const { rows } = await app.db.pool.query<Record<string, unknown>>(
    `select 'day' as grain, day, owner_id, counts::jsonb, volume::jsonb, criteria::jsonb from report_day
     union all select 'month', month, owner_id, counts::jsonb, volume::jsonb, criteria::jsonb from report_month
     order by 1, 2, 3`,
  )
  return rows
}

test('another evaluation takes the place of the former one in the figures', async () => {
  await using app = await startTestApp({ now })
  const { userId: ownerId, workspaceId } = app.owner
  const scorecardId = await makeScorecard(app, {})
  const at = '2026-03-04T10:00:00Z'
  const evaluation = { scorecardId, outcome: 'closed_lost', score: 30, followUp: '2026-03-09' }
  const id = await makeTalk(app, { ownerId, at, evaluation })
  expect(await dayOf(app, '2026-03-04')).toMatchObject({
    sales: { value: 0 },
    average_score: { value: 30 },
  })
  expect((await dayOf(app, '2026-03-09')).follow_up_adherence).toMatchObject({
    value: 0,
    sample: 1,
  })
  await evaluate(app, { workspaceId, id }, { scorecardId, outcome: 'closed_won', score: 90 })
  await announce(app, { workspaceId, id })
  expect(await dayOf(app, '2026-03-04')).toMatchObject({
    calls: { value: 1 },
    sales: { value: 1 },
    average_score: { value: 90, sample: 1 },
  })
  expect((await dayOf(app, '2026-03-09')).follow_up_adherence.sample).toBe(0)
})

test('a meeting that moves, is deleted and comes back is counted where it is', async () => {
  await using app = await startTestApp({ now })
  const meeting_start = '2026-03-04T10:00:00Z'
  const { id } = await app.client.meetings.create({ title: 'Demo', meeting_start })
  expect(await callsOn(app, '2026-03-04')).toBe(1)
  await app.client.meetings.update(id, { meeting_start: '2026-02-04T10:00:00Z' })
  expect([await callsOn(app, '2026-03-04'), await callsOn(app, '2026-02-04')]).toEqual([0, 1])
  await app.client.meetings.delete(id)
  expect(await callsOn(app, '2026-02-04')).toBe(0)
  expect(await storedRows(app)).toEqual([])
})

test('a day lasts 23 hours when summer time begins and 25 when it ends', async () => {
  await using app = await startTestApp({ now: () => new Date('2026-12-01T10:00:00Z') })
  await app.client.workspace.update({ time_zone: 'Europe/Paris' })
  const { userId: ownerId } = app.owner
  for (const at of [
    '2026-03-28T22:59:00Z',
    '2026-03-28T23:00:00Z',
    '2026-03-29T21:59:00Z',
    '2026-03-29T22:00:00Z',
    '2026-10-24T22:00:00Z',
    '2026-10-25T22:59:00Z',
    '2026-10-25T23:00:00Z',
  ]) {
    await makeTalk(app, { ownerId, at })
  }
  expect(await callsOn(app, '2026-03-28')).toBe(1)
  expect(await callsOn(app, '2026-03-29')).toBe(2)
  expect(await callsOn(app, '2026-10-25')).toBe(2)
  expect(await callsOn(app, '2026-10-26')).toBe(1)
})

test('moving to another time zone counts all days anew', async () => {
  await using app = await startTestApp({ now })
  await makeTalk(app, { ownerId: app.owner.userId, at: '2026-03-04T03:00:00Z' })
  expect(await callsOn(app, '2026-03-04')).toBe(1)
  await app.client.workspace.update({ time_zone: 'America/Los_Angeles' })
  expect([await callsOn(app, '2026-03-04'), await callsOn(app, '2026-03-03')]).toEqual([0, 1])
})

test('counting again changes nothing, however often', async () => {
  await using app = await startTestApp({ now })
  const { userId: ownerId, workspaceId } = app.owner
  const scorecardId = await makeScorecard(app, { opening: 'Opening' })
  for (const day of ['03', '04', '31']) {
    await makeTalk(app, {
      ownerId,
      at: `2026-03-${day}T10:00:00Z`,
      evaluation: { scorecardId, outcome: 'qualified', score: 33.3, criteria: { opening: 0.1 } },
      metrics: { talk: 100.1, repShare: 0.3, monologue: 10.7, patience: 0.44 },
    })
  }
  await app.drain()
  const before = await storedRows(app)
  expect(before).toHaveLength(4)
  await rebuildReports(app.context, { workspaceId })
  await Promise.all([
    updateReports(app.context, { workspaceId }),
    updateReports(app.context, { workspaceId }),
  ])
  expect(await storedRows(app)).toEqual(before)
})

test('what nobody told of is found by the nightly repair', async () => {
  await using app = await startTestApp({ now })
  const { userId: ownerId } = app.owner
  const id = await makeTalk(app, { ownerId, at: '2026-03-20T10:00:00Z' })
  const old = await makeTalk(app, { ownerId, at: '2026-01-20T10:00:00Z' })
  await app.drain()
  await app.db.pool.query('delete from conversation where id = any($1)', [[id, old]])
  await repairReports(app.context, {}, run)
  expect([await callsOn(app, '2026-03-20'), await callsOn(app, '2026-01-20')]).toEqual([0, 1])
})

test('a follow-up is kept by a later talk or by its task, and not before its day is missed', async () => {
  let at = new Date('2026-03-05T10:00:00Z')
  await using app = await startTestApp({ now: () => at })
  const { userId: ownerId, workspaceId } = app.owner
  const { id: contactId } = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'nadia@example.com',
  })
  await makeTalk(app, {
    ownerId,
    contactId,
    at: '2026-03-04T10:00:00Z',
    nextFollowUp: '2026-03-06',
  })
  const adherence = async () => (await dayOf(app, '2026-03-06')).follow_up_adherence
  expect(await adherence()).toMatchObject({ value: null, sample: 0 })
  at = new Date('2026-03-07T10:00:00Z')
  await repairReports(app.context, {}, run)
  expect(await adherence()).toMatchObject({ value: 0, sample: 1 })
  // Somebody else rang in time, which was entered late.
  const { userId } = await app.newMember(workspaceId, 'rep')
  await makeTalk(app, { ownerId: userId, contactId, at: '2026-03-06T20:00:00Z' })
  expect(await adherence()).toMatchObject({ value: 1, sample: 1 })
})

test('records of somebody who leaves count for their successor', async () => {
  await using app = await startTestApp({ now })
  const { workspaceId, userId: successor } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  await makeTalk(app, { ownerId: userId, kind: 'meeting', at: '2026-03-04T10:00:00Z' })
  await app.drain()
  const { data: members } = await app.client.members.list()
  const member = members.find((one) => one.user_id === userId)
  await app.client.members.remove(member?.id ?? '', { reassign_to: successor })
  await app.drain()
  const { reps } = await app.client.reports.reps({ from: '2026-03-04', to: '2026-03-04' })
  expect(reps).toMatchObject([{ user_id: successor, figures: { calls: { value: 1 } } }])
})
