import { teamFigureNames } from '@parley/contract'
import { expect, test } from 'vitest'
import { march, now, startMonth } from '../../../test/report-month.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

/** Value, previous and sample of each figure. */
const plain = (figures: Awaited<ReturnType<TestApp['client']['reports']['team']>>['figures']) =>
  Object.fromEntries(
    teamFigureNames.map((name) => {
      const { value, previous, sample } = figures[name]
      return [name, [value, previous, sample]]
    }),
  )

test('every figure of a month is what one computes by hand', async () => {
  const { app, ada } = await startMonth()
  await using _app = app
  const report = await app.client.reports.team(march)
  expect(report.range).toEqual({
    ...march,
    previous: { from: '2026-01-29', to: '2026-02-28' },
    time_zone: 'Europe/Paris',
    starts_at: '2026-02-28T23:00:00.000Z',
    // Summer time began on 29 March.
    ends_at: '2026-03-31T22:00:00.000Z',
  })
  expect(plain(report.figures)).toEqual({
    calls: [5, 1, 5],
    pitches: [2, 1, 4],
    sales: [1, 0, 4],
    no_shows: [1, 0, 4],
    show_up_rate: [0.8, 1, 5],
    closing_rate: [0.2, 0, 5],
    average_score: [60, 50, 3],
    talk_ratio: [0.428571, null, 3],
    monologue: [70, null, 3],
    patience: [1, null, 2],
    question_rate: [13.5, null, 2],
    objections_met: [3, 1, 4],
    objections_mastered: [1, 1, 3],
    objection_mastery: [0.333333, 1, 3],
    next_step_rate: [0.666667, 0, 3],
    follow_up_adherence: [0.5, null, 2],
  })
  expect(report.figures.average_score.change).toBe(10)
  expect(report.figures.talk_ratio.change).toBeNull()
  expect(report.by_kind.map(({ kind, calls }) => [kind, calls.value])).toEqual([
    ['call', 2],
    ['meeting', 2],
    ['recording', 0],
    ['agent_call', 1],
  ])
  expect(
    report.objections.map(({ type, met, mastered }) => [type, met.value, mastered.value]),
  ).toEqual([
    ['price', 2, 1],
    ['timing', 1, 0],
  ])
  expect(report.best).toMatchObject({ user_id: ada, average_score: { value: 70, previous: 50 } })
  expect(report.most_improved).toBeNull()
})

test('reps are ranked by their score', async () => {
  const { app, ada, bo } = await startMonth()
  await using _app = app
  const { reps, ranked } = await app.client.reports.reps(march)
  expect(ranked).toBe(2)
  expect(
    reps.map(({ user_id, rank, figures }) => [user_id, rank, figures.average_score.value]),
  ).toEqual([
    [ada, 1, 70],
    [bo, 2, 40],
  ])
  const one = await app.client.reports.rep(bo, march)
  expect(one).toMatchObject({ rank: 2, ranked: 2, figures: { calls: { value: 1 } } })
  expect(one.months.at(-1)).toMatchObject({
    month: '2026-04-01',
    figures: { sales: { value: 1, previous: 0 } },
  })
})

test('the heat map shows each criterion of each rep', async () => {
  const { app, ada, bo, scorecardId } = await startMonth()
  await using _app = app
  const { criteria, reps } = await app.client.reports.criteria(march)
  expect(criteria.map(({ scorecard_id, name, team }) => [scorecard_id, name, team.value])).toEqual([
    [scorecardId, 'Opening', 50],
    [scorecardId, 'Close', 50],
  ])
  const cells = reps.map(({ user_id, cells: all }) => [
    user_id,
    ...all.map(({ figure }) => [figure.value, figure.sample]),
  ])
  expect(cells).toEqual([
    [bo, [0, 1], [null, 0]],
    [ada, [75, 2], [50, 1]],
  ])
})

test('the funnel leads from calls to sales', async () => {
  const { app } = await startMonth()
  await using _app = app
  const { funnel, outcomes } = await app.client.reports.outcomes(march)
  expect(
    funnel.map(({ step, figure, share_of_calls }) => [step, figure.value, share_of_calls]),
  ).toEqual([
    ['calls', 5, 1],
    ['held', 4, 0.8],
    ['pitches', 2, 0.4],
    ['next_steps', 2, 0.4],
    ['sales', 1, 0.2],
  ])
  const counts = outcomes.map(({ outcome, figure }) => [outcome, figure.value])
  expect(Object.fromEntries(counts)).toEqual({
    closed_won: 1,
    closed_lost: 0,
    follow_up_required: 1,
    no_show: 1,
    qualified: 1,
    not_qualified: 0,
  })
})

test('volume is counted by the hours and days of the workspace', async () => {
  const { app } = await startMonth()
  await using _app = app
  const { hours, weekdays, cells, days } = await app.client.reports.volume(march)
  const busy = hours.filter(({ figure }) => figure.value !== 0)
  expect(busy.map(({ hour, figure }) => [hour, figure.value])).toEqual([
    [0, 1],
    [9, 1],
    [10, 1],
    [11, 1],
    [14, 1],
  ])
  expect(weekdays.map(({ weekday, figure }) => [weekday, figure.value])).toEqual([
    [1, 1],
    [2, 2],
    [3, 0],
    [4, 1],
    [5, 0],
    [6, 0],
    [7, 1],
  ])
  expect(cells).toContainEqual({ weekday: 7, hour: 0, calls: 1 })
  expect(days).toHaveLength(31)
  // The 13th day of the range before was 10 February.
  expect(days[12]).toMatchObject({ day: '2026-03-13', figure: { value: 0, previous: 1 } })
  expect(days[0]?.figure.conversations).toContain('to=2026-03-01T23%3A00%3A00.000Z')
})

test('six months show how it goes', async () => {
  const { app } = await startMonth()
  await using _app = app
  const { months } = await app.client.reports.trend()
  const shown = months.map(({ month, figures }) => [
    month,
    figures.calls.value,
    figures.average_score.value,
  ])
  expect(shown).toEqual([
    ['2025-11-01', 0, null],
    ['2025-12-01', 0, null],
    ['2026-01-01', 0, null],
    ['2026-02-01', 1, 50],
    ['2026-03-01', 5, 60],
    ['2026-04-01', 1, 100],
  ])
})

test('a range without anything has counts of nothing and no rates', async () => {
  await using app = await startTestApp({ now })
  const { figures, best, objections } = await app.client.reports.team({ period: 'week' })
  expect(figures.calls).toMatchObject({ value: 0, previous: 0, change: 0, sample: 0 })
  for (const name of ['show_up_rate', 'closing_rate', 'average_score', 'patience'] as const) {
    expect(figures[name], name).toMatchObject({ value: null, change: null, sample: 0 })
  }
  expect([best, objections]).toEqual([null, []])
})

test('activities and tasks are counted on their days', async () => {
  await using app = await startTestApp({ now })
  const { userId } = app.owner
  await app.client.activities.create({
    activity_type: 'call',
    description: 'Rang',
    date: '2026-03-04',
  })
  const late = await app.client.tasks.create({ title: 'Late', due_date: '2026-03-05' })
  await app.client.tasks.create({ title: 'Open', due_date: '2026-03-06' })
  await app.client.tasks.create({ title: 'To come', due_date: '2026-12-24' })
  await app.db.pool.query(
    `update task set status = 'completed', completed_at = '2026-03-05T20:00:00Z' where id = $1`,
    [late.id],
  )
  await app.drain()
  const report = await app.client.reports.activity({ ...march, owner_id: userId })
  expect(report.activities).toMatchObject([{ type: 'call', figure: { value: 1, previous: 0 } }])
  expect(report.tasks_completed).toMatchObject({ value: 1 })
  expect(report.task_punctuality).toMatchObject({ value: 0.5, sample: 2 })
})

test('reps see their own figures and their rank, and nobody else’s', async () => {
  const { app, ada, bo } = await startMonth()
  await using _app = app
  const { workspaceId } = app.owner
  const key = await app.newKey({ workspaceId, userId: bo, scopes: ['read', 'write'] })
  const own = app.clientOf(key)
  const team = await own.reports.team(march)
  expect(team).toMatchObject({ scope: 'own', best: null, figures: { calls: { value: 1 } } })
  const { reps, ranked } = await own.reports.reps(march)
  expect(reps).toMatchObject([{ user_id: bo, rank: 2 }])
  expect(ranked).toBe(2)
  const refused = await app.call('GET', `/functions/v1/reports/reps/${ada}`, { key })
  expect(refused).toMatchObject({ status: 404, body: { code: 'MEMBER_NOT_FOUND' } })
  const asking = `/functions/v1/reports/team?owner_id=${ada}`
  expect(await app.call('GET', asking, { key })).toMatchObject({ status: 403 })
  const settings = { key, body: { mail_enabled: false } }
  expect(await app.call('PATCH', '/functions/v1/settings/reports', settings)).toMatchObject({
    status: 403,
  })
  for (const report of [
    'criteria',
    'outcomes',
    'volume',
    'trend',
    'pipeline',
    'activity',
  ] as const) {
    expect(JSON.stringify(await own.reports[report]()), report).not.toContain(ada)
  }
})

test('another workspace sees nothing of it', async () => {
  const { app, ada } = await startMonth()
  await using _app = app
  const other = app.clientOf((await app.newWorkspace()).apiKey)
  expect((await other.reports.team({ ...march, owner_id: ada })).figures.calls.value).toBe(0)
  expect((await other.reports.reps(march)).reps).toEqual([])
  await expect(other.reports.rep(ada, march)).rejects.toMatchObject({ code: 'MEMBER_NOT_FOUND' })
})

test('a report is also a CSV file, and names in it are no formulas', async () => {
  const { app } = await startMonth()
  await using _app = app
  const response = await fetch(
    `${app.baseUrl}/functions/v1/reports/reps?from=2026-03-01&to=2026-03-31&format=csv`,
    { headers: { 'x-api-key': app.owner.apiKey } },
  )
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const lines = (await response.text()).split('\r\n')
  expect(lines[0]).toBe('subject,figure,value,previous,change,sample,unit,definition,conversations')
  expect(lines).toHaveLength(2 + 2 * teamFigureNames.length)
  expect(lines.filter((line) => line.startsWith("'=Bo,average_score,40,,,1,score,"))).toHaveLength(
    1,
  )
})
