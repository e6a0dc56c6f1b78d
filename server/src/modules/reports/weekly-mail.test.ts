import { expect, test } from 'vitest'
import { makeScorecard, makeTalk } from '../../../test/report-records.ts'
import { startTestApp } from '../../../test/test-app.ts'
import type { Mail, Mailer } from '../../providers/mail/index.ts'
import { runDueJobs } from '../../platform/jobs/worker.ts'
import { reportJobs } from './jobs.ts'

/** An app whose weekly mails land in a list; `pass` is what each node does every quarter hour. */
async function startPost(moment: string) {
  const clock = { now: new Date(moment) }
  const app = await startTestApp({ now: () => clock.now })
  await app.db.pool.query(`update workspace set created_at = '2026-01-01'`)
  const sent: Mail[] = []
  const mailer: Mailer = {
    delivers: true,
    async send(mail) {
      sent.push(mail)
    },
    async close() {},
  }
  const jobs = reportJobs(mailer)
  const take = jobs.find(({ name }) => name === 'take-weekly-reports')
  const { context, db } = app
  const pass = async (at?: string) => {
    if (at !== undefined) clock.now = new Date(at)
    await take?.handle(context, {}, { signal: new AbortController().signal, attempt: 1 })
    await runDueJobs({ context, db, log: context.log, metrics: context.metrics, jobs })
  }
  return { app, sent, pass }
}

test('who leads gets the week by mail, at their hour, once', async () => {
  // 6 April 2026 is a Monday; eight in Paris is six in UTC.
  const { app, sent, pass } = await startPost('2026-04-06T05:45:00Z')
  await using _app = app
  const { workspaceId, userId } = app.owner
  await app.client.workspace.update({ time_zone: 'Europe/Paris' })
  await app.newMember(workspaceId, 'manager')
  await app.newMember(workspaceId, 'rep')
  await app.newMember(workspaceId, 'viewer')
  const scorecardId = await makeScorecard(app, {})
  await makeTalk(app, {
    ownerId: userId,
    at: '2026-03-31T10:00:00Z',
    evaluation: { scorecardId, outcome: 'closed_won', score: 80 },
  })
  await app.drain()
  await pass()
  expect(sent).toEqual([])
  await Promise.all([pass('2026-04-06T06:00:00Z'), pass('2026-04-06T06:00:00Z')])
  await pass('2026-04-06T06:15:00Z')
  await pass('2026-04-07T05:00:00Z')
  expect(sent.map(({ to }) => to)).toHaveLength(2)
  expect(new Set(sent.map(({ to }) => to)).size).toBe(2)
  expect(sent[0]?.subject).toBe('The week of Test workspace: 2026-03-30 to 2026-04-05')
  expect(sent[0]?.text).toMatch(/Closing rate: +100 %\n/)
  expect(sent[0]?.text).toContain('1. Test owner: Calls 1 (+1) · Sales 1 (+1) · Closing rate 100 %')
  await pass('2026-04-13T06:00:00Z')
  expect(sent).toHaveLength(4)
})

test('the mail is written in the language that the workspace chose', async () => {
  const { app, sent, pass } = await startPost('2026-04-06T08:00:00Z')
  await using _app = app
  await makeTalk(app, { ownerId: app.owner.userId, at: '2026-03-31T10:00:00Z' })
  await app.drain()
  expect((await app.client.reports.getSettings()).mail_language).toBe('en')
  const french = await app.client.reports.updateSettings({ mail_language: 'fr' })
  expect(french.mail_language).toBe('fr')
  await pass()
  expect(sent[0]?.subject).toBe('La semaine de Test workspace : du 2026-03-30 au 2026-04-05')
  expect(sent[0]?.text).toMatch(/^Bonjour,/)
  expect(sent[0]?.text).toMatch(/\nAppels: +1 \(\+1\)\n/)
  await app.client.reports.updateSettings({ mail_language: 'ar', mail_hour: 9 })
  await pass('2026-04-13T09:00:00Z')
  expect(sent[1]?.subject).toBe('أسبوع Test workspace: من 2026-04-06 إلى 2026-04-12')
  expect(sent[1]?.text).toMatch(/\nالمكالمات: +0 \(\u200e?-1\)\n/)
  await expect(
    app.client.reports.updateSettings({ mail_language: 'de' } as never),
  ).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

test('day and hour are settings, and so is whether there is a mail at all', async () => {
  const { app, sent, pass } = await startPost('2026-04-06T07:00:00Z')
  await using _app = app
  await app.client.reports.updateSettings({ mail_weekday: 5, mail_hour: 17 })
  await pass('2026-04-06T09:00:00Z')
  await pass('2026-04-10T16:59:00Z')
  expect(sent).toEqual([])
  await pass('2026-04-10T17:00:00Z')
  expect(sent).toHaveLength(1)
  await app.client.reports.updateSettings({ mail_enabled: false })
  await pass('2026-04-17T17:00:00Z')
  expect(sent).toHaveLength(1)
})

test('a mail that nobody could send for more than a day is left out', async () => {
  const { app, sent, pass } = await startPost('2026-04-07T08:15:00Z')
  await using _app = app
  await pass()
  expect(sent).toEqual([])
})
