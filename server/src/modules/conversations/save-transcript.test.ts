import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { type NewTranscript, saveTranscript } from './save-transcript.ts'

async function makeMeeting(app: TestApp): Promise<string> {
  const { id } = await app.client.contacts.create({
    first_name: 'Nadia',
    last_name: 'Okafor',
    email: 'nadia@lumen.example',
  })
  const meeting = await app.client.meetings.create({
    title: 'Discovery',
    contact_id: id,
    attendees: [{ name: 'Nadia Okafor', email: 'nadia@lumen.example' }],
  })
  return meeting.id
}

const said = (app: TestApp, conversationId: string, text = 'What does it cost?') =>
  ({
    workspaceId: app.owner.workspaceId,
    conversationId,
    source: 'fathom',
    language: 'en',
    timing: 'start',
    hasSpeakers: true,
    speakers: [{ name: 'Nadia Okafor' }, { name: 'Somebody Else' }],
    segments: [
      { speaker: 1, startMs: 0, endMs: 1500, text },
      { speaker: 2, startMs: 1500, endMs: 4000, text: 'It depends.' },
      { speaker: 2, startMs: 4000, endMs: 4000, text: '  ' },
    ],
  }) satisfies NewTranscript

function save(app: TestApp, transcript: NewTranscript) {
  return app.db.transaction((tx) => saveTranscript(tx, app.context, transcript))
}

async function announced(app: TestApp) {
  const { rows } = await app.db.pool.query<{ name: string; payload: string }>(
    `select name, payload from event where subject_type = 'transcript' order by seq`,
  )
  return rows.map(({ name, payload }) => ({ name, data: JSON.parse(payload) }))
}

test('a transcript is saved once, its speakers are recognised, and it is announced', async () => {
  await using app = await startTestApp()
  const meeting = await makeMeeting(app)
  const first = await save(app, said(app, meeting))
  expect(first?.outcome).toBe('generated')
  expect(await save(app, said(app, meeting))).toEqual({ ...first, outcome: 'kept' })
  const [event, ...others] = await announced(app)
  expect(others).toEqual([])
  expect(event).toMatchObject({
    name: 'transcript.generated',
    data: {
      conversation_id: meeting,
      conversation_kind: 'meeting',
      word_count: 6,
      segment_count: 2,
      speakers: [
        { number: 1, kind: 'customer', email: 'nadia@lumen.example' },
        { number: 2, kind: 'unknown', name: 'Somebody Else' },
      ],
    },
  })
})

test('another text takes the place of the former one, unless people corrected that', async () => {
  await using app = await startTestApp()
  const meeting = await makeMeeting(app)
  const first = await save(app, said(app, meeting))
  const second = await save(app, said(app, meeting, 'How much is it?'))
  expect(second).toEqual({ transcriptId: first?.transcriptId, outcome: 'updated' })
  await app.db.pool.query('update transcript set edited_at = now()')
  expect((await save(app, said(app, meeting)))?.outcome).toBe('kept')
  const forced = { ...said(app, meeting), evenIfEdited: true }
  expect((await save(app, forced))?.outcome).toBe('updated')
  const { rows } = await app.db.pool.query<{ text: string }>(
    'select text from transcript_segment order by position',
  )
  expect(rows.map(({ text }) => text)).toEqual(['What does it cost?', 'It depends.'])
})

test('many at once give a conversation one transcript', async () => {
  await using app = await startTestApp()
  const meeting = await makeMeeting(app)
  const saved = await Promise.all(Array.from({ length: 6 }, () => save(app, said(app, meeting))))
  expect(new Set(saved.map((one) => one?.transcriptId)).size).toBe(1)
  expect((await announced(app)).length).toBe(1)
})

test('a conversation of another workspace gets none', async () => {
  await using app = await startTestApp()
  const meeting = await makeMeeting(app)
  const other = await app.newWorkspace()
  const foreign = { ...said(app, meeting), workspaceId: other.workspaceId }
  expect(await save(app, foreign)).toBeUndefined()
})
