import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { saveTranscript } from './save-transcript.ts'

async function makeTranscript(app: TestApp, lines: readonly string[], title = 'Discovery') {
  const meeting = await app.client.meetings.create({ title })
  const saved = await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId: app.owner.workspaceId,
      conversationId: meeting.id,
      source: 'fathom',
      timing: 'segment',
      hasSpeakers: true,
      speakers: [{ name: 'Ada <Lovelace>', kind: 'rep' }, { kind: 'customer' }],
      segments: lines.map((text, index) => ({
        speaker: (index % 2) + 1,
        startMs: index * 3_661_001,
        endMs: index * 3_661_001 + 1_500,
        text,
      })),
    }),
  )
  return { meetingId: meeting.id, transcriptId: saved?.transcriptId ?? '' }
}

const path = '/functions/v1/api-v1-transcripts'

test('a transcript is had by its own id or its conversation’s, as segments or as a file', async () => {
  await using app = await startTestApp()
  const { meetingId, transcriptId } = await makeTranscript(app, [
    'What is --> 1 < 2?',
    'It\n depends.',
  ])
  const bySelf = await app.client.transcripts.get(transcriptId, {})
  expect(await app.client.transcripts.get(meetingId, {})).toEqual(bySelf)
  expect(bySelf).toMatchObject({
    conversation_id: meetingId,
    segments: [
      { position: 0, speaker: 1, start_ms: 0, end_ms: 1_500, text: 'What is --> 1 < 2?' },
      { position: 1, speaker: 2, start_ms: 3_661_001, edited: false },
    ],
  })
  const file = async (format: string) => {
    const { headers, body } = await app.call('GET', `${path}/${transcriptId}?format=${format}`)
    return { type: headers.get('content-type'), body: body as string }
  }
  expect(await file('text')).toEqual({
    type: 'text/plain; charset=utf-8',
    body: 'Ada <Lovelace>: What is --> 1 < 2?\nSpeaker 2: It depends.\n',
  })
  expect(await file('srt')).toEqual({
    type: 'application/x-subrip; charset=utf-8',
    body: `1
00:00:00,000 --> 00:00:01,500
Ada <Lovelace>: What is --> 1 < 2?

2
01:01:01,001 --> 01:01:02,501
Speaker 2: It depends.
`,
  })
  expect(await file('vtt')).toEqual({
    type: 'text/vtt; charset=utf-8',
    body: `WEBVTT

00:00:00.000 --> 00:00:01.500
<v Ada &lt;Lovelace&gt;>What is --&gt; 1 &lt; 2?

01:01:01.001 --> 01:01:02.501
<v Speaker 2>It depends.
`,
  })
  expect((await app.call('GET', `${path}/${transcriptId}?format=doc`)).status).toBe(400)
})

test('corrections are kept with what was there before, and announced once', async () => {
  await using app = await startTestApp()
  const { transcriptId } = await makeTranscript(app, ['What does it coast?', 'It depends.'])
  const changes = {
    segments: [
      { position: 0, text: 'What does it really cost?' },
      { position: 1, speaker: 3 },
    ],
    speakers: [{ number: 2, name: 'Nadia', kind: 'customer' as const }],
  }
  const edited = await app.client.transcripts.update(transcriptId, changes)
  expect(edited).toMatchObject({
    word_count: 7,
    edited_at: expect.any(String),
    speakers: [{ number: 1 }, { number: 2, name: 'Nadia' }, { number: 3, kind: 'unknown' }],
    segments: [
      { text: 'What does it really cost?', edited: true, speaker: 1 },
      { text: 'It depends.', edited: true, speaker: 3 },
    ],
  })
  // The same again is no change.
  await app.client.transcripts.update(transcriptId, changes)
  const { data: edits } = await app.client.transcripts.history(transcriptId)
  expect(
    edits
      .map(({ former_text, new_text, former_speaker, new_speaker, edited_by }) => ({
        former_text,
        new_text,
        former_speaker,
        new_speaker,
        edited_by,
      }))
      .toSorted((a, b) => a.former_speaker - b.former_speaker),
  ).toEqual([
    {
      former_text: 'What does it coast?',
      new_text: 'What does it really cost?',
      former_speaker: 1,
      new_speaker: 1,
      edited_by: app.owner.userId,
    },
    {
      former_text: 'It depends.',
      new_text: 'It depends.',
      former_speaker: 2,
      new_speaker: 3,
      edited_by: app.owner.userId,
    },
  ])
  const { rows } = await app.db.pool.query<{ name: string }>(
    `select name from event where subject_type = 'transcript' order by seq`,
  )
  expect(rows.map(({ name }) => name)).toEqual(['transcript.generated', 'transcript.updated'])
})

test.each([
  [{ segments: [{ position: 2, text: 'x' }] }, 'There is no segment 2.'],
  [{ segments: [{ position: 0, speaker: 4 }] }, 'There is no speaker 4; the next new one is 3.'],
  [
    {
      segments: [
        { position: 0, text: 'a' },
        { position: 0, text: 'b' },
      ],
    },
    'Segment 0 is named twice.',
  ],
  [{ speakers: [{ number: 3, name: 'Nobody' }] }, 'There is no speaker 3.'],
])(
  'a correction of what is not there is refused and changes nothing',
  async (changes, sentence) => {
    await using app = await startTestApp()
    const { transcriptId } = await makeTranscript(app, ['What?', 'That.'])
    const before = await app.client.transcripts.get(transcriptId, {})
    const refused = await app.call('PATCH', `${path}/${transcriptId}`, { body: changes })
    expect(refused).toMatchObject({ status: 400, body: { error: sentence } })
    expect(await app.client.transcripts.get(transcriptId, {})).toEqual(before)
  },
)

test('a search finds segments of all transcripts and tells where the words stand', async () => {
  await using app = await startTestApp()
  await makeTranscript(app, ['The pricing is fair.', 'PRICE and pricing, again.'], 'First')
  const second = await makeTranscript(app, ['No money here.', 'A fair price?'], 'Second')
  const found = await app.client.transcripts.search({ search: 'pric' })
  expect(found.data.map(({ title, position, offsets }) => ({ title, position, offsets }))).toEqual([
    { title: 'Second', position: 1, offsets: [[7, 12]] },
    { title: 'First', position: 0, offsets: [[4, 11]] },
    {
      title: 'First',
      position: 1,
      offsets: [
        [0, 5],
        [10, 17],
      ],
    },
  ])
  expect(found.data[0]).toMatchObject({
    conversation_id: second.meetingId,
    transcript_id: second.transcriptId,
    start_ms: 3_661_001,
    conversation_kind: 'meeting',
  })
  const search = async (text: string) =>
    (await app.client.transcripts.search({ search: text })).data.map(({ text: said }) => said)
  expect(await search('fair pricing')).toEqual(['A fair price?', 'The pricing is fair.'])
  expect(await search('"fair price"')).toEqual(['A fair price?'])
  expect(await search('"pric"')).toEqual([])
  expect(await search("':* & | ! ( <->")).toEqual([])
  expect(await search("mon'ey \\ '")).toEqual([])
  expect((await app.client.transcripts.search({})).data.map(({ title }) => title)).toEqual([
    'Second',
    'First',
  ])
  const page = await app.client.transcripts.search({ search: 'pric', limit: 1, offset: 1 })
  expect(page).toMatchObject({ count: 3, pagination: { hasMore: true, page: 2, totalPages: 3 } })
})

test.each([
  ['negotiating', 'We negotiated the studies.', 'negotiated'],
  ['study', 'We negotiated the studies.', 'studies'],
  ['négociations', 'Il faut négocier les tarifs.', 'négocier'],
  ['chevaux', 'Un cheval blanc.', 'cheval'],
  ['الأسعار', 'ناقشنا أسعار المنتج.', 'أسعار'],
])('%j is found as another form in %j and marked', async (search, said, word) => {
  await using app = await startTestApp()
  await makeTranscript(app, [said, 'Nothing of that kind.'])
  const { data } = await app.client.transcripts.search({ search })
  expect(data.map(({ text, offsets }) => offsets.map((range) => text.slice(...range)))).toEqual([
    [word],
  ])
})

test('a key that sees its owner’s rows alone finds no words in others’ conversations', async () => {
  await using app = await startTestApp()
  const { transcriptId } = await makeTranscript(app, ['A secret word.'])
  const rep = await app.newMember(app.owner.workspaceId, 'rep')
  const key = await app.newKey({
    ...rep,
    workspaceId: app.owner.workspaceId,
    scopes: ['transcripts:read'],
  })
  const client = app.clientOf(key)
  expect((await client.transcripts.search({ search: 'secret' })).count).toBe(0)
  expect((await app.call('GET', `${path}/${transcriptId}`, { key })).status).toBe(404)
  const other = await app.newWorkspace()
  expect((await app.clientOf(other.apiKey).transcripts.search({ search: 'secret' })).count).toBe(0)
})
