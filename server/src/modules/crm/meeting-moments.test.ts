import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { meetingMomentsJob } from './meeting-moments.ts'

const noon = Date.parse('2026-03-02T12:00:00Z')
const at = (minutes: number) => new Date(noon + minutes * 60_000).toISOString()

async function announcedAt(app: TestApp, minutes: number): Promise<string[]> {
  const context = { ...app.context, now: () => new Date(at(minutes)) }
  const run = { signal: new AbortController().signal, attempt: 1 }
  const { rows: before } = await app.db.pool.query<{ n: string }>('select count(*) n from event')
  await meetingMomentsJob.handle(context, {}, run)
  const { rows } = await app.db.pool.query<{ name: string; title: string }>(
    `select name, payload::json ->> 'title' as title from event order by seq offset $1`,
    [before[0]?.n],
  )
  return rows.map(({ name, title }) => `${name} ${title}`)
}

test('a meeting is announced when it starts and when it ends, once', async () => {
  await using app = await startTestApp()
  const times = { meeting_start: at(0), meeting_end: at(30) }
  await app.client.meetings.create({ title: 'Demo', ...times })
  const gone = await app.client.meetings.create({ title: 'Gone', ...times })
  await app.client.meetings.delete(gone.id)
  expect(await announcedAt(app, -1)).toEqual([])
  expect(await announcedAt(app, 1)).toEqual(['meeting.started Demo'])
  expect(await announcedAt(app, 2)).toEqual([])
  expect(await announcedAt(app, 31)).toEqual(['meeting.ended Demo'])
  expect(await announcedAt(app, 32)).toEqual([])
  await app.drain()
})

test('a meeting that is put off starts again at its new time', async () => {
  await using app = await startTestApp()
  const { id } = await app.client.meetings.create({ title: 'Demo', meeting_start: at(0) })
  expect(await announcedAt(app, 1)).toEqual(['meeting.started Demo'])
  await app.client.meetings.update(id, { meeting_start: at(60) })
  expect(await announcedAt(app, 2)).toEqual([])
  expect(await announcedAt(app, 61)).toEqual(['meeting.started Demo'])
})

test('what is entered days later is no news', async () => {
  await using app = await startTestApp()
  await app.client.meetings.create({
    title: 'Old',
    meeting_start: at(-3 * 1440),
    meeting_end: at(-3 * 1440 + 30),
  })
  await app.client.meetings.create({
    title: 'Recorded',
    meeting_start: at(-45),
    meeting_end: at(-5),
  })
  expect(await announcedAt(app, 0)).toEqual(['meeting.started Recorded', 'meeting.ended Recorded'])
})
