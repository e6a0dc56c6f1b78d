import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const now = () => new Date('2026-04-02T10:00:00Z')
const march = { from: '2026-03-01', to: '2026-03-31' }

type DealMade = { title: string; stage: string; value: number; createdAt: string }

async function makeDeal(app: TestApp, { title, stage, value, createdAt }: DealMade) {
  const deal = await app.client.deals.create({
    title,
    value,
    stage,
    expected_close_date: '2026-06-30',
  })
  await app.db.pool.query('update deal set created_at = $2, stage_entered_at = $2 where id = $1', [
    deal.id,
    createdAt,
  ])
  await app.db.pool.query('delete from deal_stage_change where deal_id = $1', [deal.id])
  return deal.id
}

/** The history of a deal: the stages it entered and when; the first one came from nowhere. */
async function pass(app: TestApp, dealId: string, steps: readonly [stage: string, at: string][]) {
  let from: string | null = null
  for (const [key, at] of steps) {
    const { rows } = await app.db.pool.query<{ id: string }>(
      'select id from deal_stage where workspace_id = $1 and key = $2',
      [app.owner.workspaceId, key],
    )
    const to: string = rows[0]?.id ?? ''
    await app.db.pool.query(
      `insert into deal_stage_change (workspace_id, deal_id, from_stage_id, to_stage_id, changed_at)
       values ($1, $2, $3, $4, $5)`,
      [app.owner.workspaceId, dealId, from, to, at],
    )
    from = to
  }
}

async function close(app: TestApp, dealId: string, stage: string, at: string) {
  await app.client.deals.update(dealId, { stage })
  await app.db.pool.query('update deal set closed_at = $2 where id = $1', [dealId, at])
  await app.db.pool.query('delete from deal_stage_change where deal_id = $1 and changed_at > $2', [
    dealId,
    '2026-04-02T10:00:00Z',
  ])
}

test('the pipeline shows value, forecast, conversion, time in stage and the win rate', async () => {
  await using app = await startTestApp({ now })
  const early = '2026-02-20T00:00:00Z'
  const open = await makeDeal(app, { title: 'A', stage: 'sql', value: 1_000, createdAt: early })
  await makeDeal(app, { title: 'B', stage: 'verbal', value: 500, createdAt: early })
  const won = await makeDeal(app, { title: 'C', stage: 'sql', value: 300, createdAt: early })
  const lost = await makeDeal(app, { title: 'D', stage: 'sql', value: 200, createdAt: early })
  await close(app, won, 'signed', '2026-03-11T00:00:00Z')
  await close(app, lost, 'lost', '2026-03-12T00:00:00Z')
  await pass(app, open, [['sql', '2026-03-02T00:00:00Z']])
  await pass(app, won, [
    ['sql', '2026-03-01T00:00:00Z'],
    ['signed', '2026-03-11T00:00:00Z'],
  ])
  await pass(app, lost, [
    ['sql', '2026-03-06T00:00:00Z'],
    ['lost', '2026-03-12T00:00:00Z'],
  ])
  // Closed on other days than events told; the repair finds out, and so does this.
  await app.drain()
  await app.db.pool.query(
    `insert into report_change (workspace_id, owner_id, day)
     select workspace_id, owner_id, closed_at::date from deal where closed_at is not null`,
  )
  await app.client.workspace.update({ time_zone: 'UTC' })
  await app.drain()

  const report = await app.client.reports.pipeline(march)
  expect(report).toMatchObject({
    open_value: { value: 1_500, previous: null, sample: 2, conversations: null },
    // 20 % of 1,000 and 70 % of 500.
    weighted_forecast: { value: 550 },
    deals_won: { value: 1, sample: 2 },
    won_value: { value: 300, sample: 1 },
    win_rate: { value: 0.5, previous: null, sample: 2 },
  })
  const [sql, , verbal] = report.stages
  expect(sql).toMatchObject({
    key: 'sql',
    open_value: { value: 1_000 },
    // Of three that entered, one was won.
    conversion: { value: 0.333333, sample: 3 },
    // 10 and 6 days.
    time_in_stage: { value: 8, sample: 2 },
  })
  expect(verbal).toMatchObject({
    key: 'verbal',
    open_value: { value: 500 },
    conversion: { value: null, sample: 0 },
  })
})

test('deals at risk are told with the reasons', async () => {
  await using app = await startTestApp({ now })
  const createdAt = '2026-02-20T00:00:00Z'
  const deal = (title: string, value: number) =>
    makeDeal(app, { title, value, stage: 'sql', createdAt })
  const neglected = await deal('Neglected', 10)
  const healthy = await deal('Healthy', 20)
  const quiet = await deal('Quiet', 30)
  await app.db.pool.query(`update deal set expected_close_date = '2026-04-01' where id = $1`, [
    neglected,
  ])
  await app.db.pool.query(`update deal set stage_entered_at = '2026-03-20' where id = any($1)`, [
    [healthy, quiet],
  ])
  for (const deal_id of [healthy, quiet]) {
    await app.client.tasks.create({ title: 'Next', due_date: '2026-04-20', deal_id })
  }
  await app.client.meetings.create({
    title: 'Talk',
    meeting_start: '2026-03-30T10:00:00Z',
    deal_id: healthy,
  })
  const { at_risk, at_risk_count } = await app.client.reports.pipeline()
  expect(at_risk_count).toBe(2)
  expect(
    at_risk.map(({ title, reasons }) => [title, ...reasons.map(({ reason }) => reason)]),
  ).toEqual([
    ['Neglected', 'overdue', 'stuck', 'silent', 'no_next_step'],
    ['Quiet', 'silent'],
  ])
})

test('the forecast sums open deals by month and stage, by whom they belong to', async () => {
  await using app = await startTestApp({ now })
  const closing: [title: string, stage: string, value: number, day: string][] = [
    ['A', 'sql', 1_000, '2026-05-31'],
    ['B', 'sql', 500, '2026-05-01'],
    ['C', 'verbal', 400, '2026-05-15'],
    ['D', 'sql', 100, '2026-03-01'],
    ['Won', 'signed', 900, '2026-05-15'],
  ]
  for (const [title, stage, value, day] of closing) {
    await app.client.deals.create({ title, stage, value, expected_close_date: day })
  }
  const { forecast, stages } = await app.client.reports.pipeline()
  const keyOf = (id: string) => stages.find(({ stage_id: known }) => known === id)?.key
  expect(
    forecast.map(({ month, stage_id: id, deals, value }) => [month, keyOf(id), deals, value]),
  ).toEqual([
    ['2026-03-01', 'sql', 1, 100],
    ['2026-05-01', 'sql', 2, 1_500],
    ['2026-05-01', 'verbal', 1, 400],
  ])
  const weighted = forecast.reduce((sum, row) => sum + row.weighted, 0)
  const total = stages.reduce((sum, stage) => sum + (stage.weighted_forecast.value ?? 0), 0)
  expect(weighted).toBeCloseTo(total)
  expect(weighted).toBeGreaterThan(0)
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  expect((await app.client.reports.pipeline({ owner_id: userId })).forecast).toEqual([])
})
