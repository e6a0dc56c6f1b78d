import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'

const now = () => new Date('2026-04-02T10:00:00Z')

test.each([
  ['period=custom', 'from'],
  ['to=2026-03-01', 'to'],
  ['from=2026-03-02&to=2026-03-01', 'to'],
  ['from=2020-01-01&to=2026-03-01', 'to'],
  ['from=2026-03-01&period=week', 'period'],
  ['from=0001-01-01&to=0001-01-02', 'from'],
  ['period=decade', 'period'],
])('%s is no range', async (query, field) => {
  await using app = await startTestApp({ now })
  expect(await app.call('GET', `/functions/v1/reports/team?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'VALIDATION_ERROR', details: { field } },
  })
})

test('the week begins when the workspace says', async () => {
  await using app = await startTestApp({ now })
  const from = async () => (await app.client.reports.team({ period: 'week' })).range.from
  expect(await from()).toBe('2026-03-30')
  const { userId } = app.owner
  expect(await app.client.reports.updateSettings({ week_starts_on: 'sunday' })).toMatchObject({
    week_starts_on: 'sunday',
    mail_enabled: true,
    mail_weekday: 1,
    mail_hour: 8,
    updated_by: userId,
  })
  expect(await from()).toBe('2026-03-29')
})
