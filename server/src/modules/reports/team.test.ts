import { expect, test } from 'vitest'
import { march, startMonth } from '../../../test/report-month.ts'

test('a figure links to the conversations of its range, person and outcome', async () => {
  const { app, ada } = await startMonth()
  await using _app = app
  const { figures } = await app.client.reports.rep(ada, march)
  const link = new URL(figures.sales.conversations ?? '', app.baseUrl)
  expect(link.pathname).toBe('/functions/v1/api-v1-conversations')
  expect(Object.fromEntries(link.searchParams)).toEqual({
    from: '2026-02-28T23:00:00.000Z',
    to: '2026-03-31T22:00:00.000Z',
    owner_id: ada,
    outcome: 'closed_won',
  })
})

test('whoever follows the link of a figure gets the list that it counts', async () => {
  const { app, ada } = await startMonth()
  await using _app = app
  const { figures, objections } = await app.client.reports.rep(ada, march)
  const listed = async (path: string | null) => {
    const { body } = await app.call('GET', path ?? '')
    return (body as { pagination: { total: number } }).pagination
  }
  const known: Record<string, number> = { objections_met: 2, objections_mastered: 1 }
  for (const [name, { conversations, unit, value, sample }] of Object.entries(figures)) {
    if (name === 'objection_mastery') continue
    const counted = known[name] ?? (unit === 'count' ? value : sample)
    expect([name, (await listed(conversations)).total]).toEqual([name, counted])
  }
  for (const { met, mastered } of objections) {
    expect((await listed(met.conversations)).total).toBe(met.value)
    expect((await listed(mastered.conversations)).total).toBe(mastered.value)
  }
  expect((await listed('/functions/v1/api-v1-conversations')).total).toBeGreaterThan(
    figures.calls.value ?? 0,
  )
})

test('links of a range that is not over leave out what is yet to begin', async () => {
  const { app } = await startMonth()
  await using _app = app
  const { months } = await app.client.reports.trend()
  const { figures } = await app.client.reports.team({ from: '2026-04-01', to: '2026-04-30' })
  for (const { calls } of [months.at(-1)?.figures ?? figures, figures]) {
    const { body } = await app.call('GET', calls.conversations ?? '')
    expect(body).toMatchObject({ count: calls.value })
    expect(calls.value).toBe(1)
  }
  const ahead = await app.client.reports.team({ from: '2026-05-01', to: '2026-05-02' })
  const path = ahead.figures.calls.conversations ?? ''
  expect(await app.call('GET', path)).toMatchObject({ status: 200, body: { count: 0 } })
})

test('links of funnel steps, of hours, of days of the week and of criteria list what they count', async () => {
  const { app } = await startMonth()
  await using _app = app
  const { reports } = app.client
  const [outcomes, volume, criteria] = await Promise.all([
    reports.outcomes(march),
    reports.volume(march),
    reports.criteria(march),
  ])
  const counts = [
    ...outcomes.funnel.map(({ figure }) => figure),
    ...volume.hours.map(({ figure }) => figure),
    ...volume.weekdays.map(({ figure }) => figure),
  ].map(({ conversations, value }) => ({ conversations, counted: value }))
  const cells = [
    ...criteria.criteria.map(({ team }) => team),
    ...criteria.reps.flatMap((rep) => rep.cells.map(({ figure }) => figure)),
  ].map(({ conversations, sample }) => ({ conversations, counted: sample }))
  for (const { conversations, counted } of [...counts, ...cells]) {
    const { body } = await app.call('GET', conversations ?? '')
    expect([conversations, body]).toMatchObject([conversations, { count: counted }])
  }
  expect(volume.hours.filter(({ figure }) => figure.value !== 0).length).toBeGreaterThan(2)
  expect(cells.some(({ counted }) => counted > 0)).toBe(true)
})
