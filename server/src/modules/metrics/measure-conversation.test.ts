import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { saveTranscript } from '../conversations/index.ts'
import { measureConversations, measureOutdated } from './measure-conversation.ts'

type Segment = Parameters<typeof saveTranscript>[2]['segments'][number]

async function makeTranscript(app: TestApp, segments: readonly Segment[]): Promise<string> {
  const { id } = await app.client.meetings.create({ title: 'Discovery' })
  await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId: app.owner.workspaceId,
      conversationId: id,
      source: 'speech',
      language: 'en',
      timing: 'word',
      hasSpeakers: true,
      speakers: [{ kind: 'rep' }, { kind: 'customer' }],
      segments,
    }),
  )
  return id
}

const dialogue: Segment[] = [
  { speaker: 2, startMs: 0, endMs: 4_000, text: 'What does it cost?' },
  { speaker: 1, startMs: 5_000, endMs: 9_000, text: 'Nothing at all.' },
]

async function eventsOf(app: TestApp): Promise<number> {
  const { rows } = await app.db.pool.query(`select from event where name = 'conversation.measured'`)
  return rows.length
}

test('measuring at once and again changes nothing and is told once', async () => {
  await using app = await startTestApp()
  const conversationId = await makeTranscript(app, dialogue)
  const about = { workspaceId: app.owner.workspaceId, conversationIds: [conversationId] }
  await Promise.all(Array.from({ length: 4 }, () => measureConversations(app.context, about)))
  const first = await app.client.metrics.get(conversationId)
  await measureConversations(app.context, about)
  expect({ ...(await app.client.metrics.get(conversationId)), computed_at: '' }).toEqual({
    ...first,
    computed_at: '',
  })
  expect(await eventsOf(app)).toBe(1)
})

test('a measurement that began with an older transcript does not stay', async () => {
  await using app = await startTestApp()
  const conversationId = await makeTranscript(app, dialogue)
  const about = { workspaceId: app.owner.workspaceId, conversationIds: [conversationId] }
  for (let round = 0; round < 5; round += 1) {
    const kind = round % 2 === 0 ? ('rep' as const) : ('customer' as const)
    await Promise.all([
      app.client.transcripts.update(conversationId, { speakers: [{ number: 2, kind }] }),
      measureConversations(app.context, about),
    ])
    await app.drain()
    const { measures } = await app.client.metrics.get(conversationId)
    expect(measures.rep_share.value).toBe(kind === 'rep' ? 1 : 0.5)
  }
})

test('segments last from their first word to their last', async () => {
  await using app = await startTestApp()
  const conversationId = await makeTranscript(app, [
    {
      speaker: 2,
      startMs: 0,
      endMs: 5_000,
      text: 'How much?',
      words: [
        ['How', 500, 900, null],
        ['much?', 1_000, 2_500, null],
      ],
    },
    { speaker: 1, startMs: 4_500, endMs: 6_500, text: 'Nothing.' },
    // Words that are wrong do not reach beyond their segment.
    { speaker: 2, startMs: 7_000, endMs: 8_000, text: 'Oh.', words: [['Oh.', 1, 99_000, null]] },
  ])
  await app.drain()
  const { measures } = await app.client.metrics.get(conversationId)
  expect(measures).toMatchObject({
    // 0.5 to 8; 2 + 2 + 1 s of speech; answered after 2 s.
    duration: { value: 7.5 },
    talk_seconds: { value: 5 },
    patience: { value: 2 },
  })
})

test('conversations that are measured together are told of one by one', async () => {
  await using app = await startTestApp()
  const conversationIds = await Promise.all(
    Array.from({ length: 3 }, () => makeTranscript(app, dialogue)),
  )
  const [gone = '', ...left] = conversationIds
  await app.db.pool.query('delete from conversation where id = $1', [gone])
  await measureConversations(app.context, { workspaceId: app.owner.workspaceId, conversationIds })
  for (const id of left) {
    expect((await app.client.metrics.get(id)).measures.rep_share.value).toBe(0.5)
  }
  expect(await eventsOf(app)).toBe(2)
})

test('one that cannot be measured keeps none of the others back', async () => {
  await using app = await startTestApp()
  const broken = await makeTranscript(app, dialogue)
  const whole = await makeTranscript(app, dialogue)
  const { rows } = await app.db.pool.query<{ words: string }>(
    `update transcript_segment s set words = 'no JSON' from transcript t
     where t.conversation_id = $1 and s.transcript_id = t.id returning words`,
    [broken],
  )
  expect(rows).toHaveLength(dialogue.length)
  await app.drain()
  expect((await app.client.metrics.get(whole)).measures.rep_share.value).toBe(0.5)
})

test('a conversation that is gone is left alone', async () => {
  await using app = await startTestApp()
  const conversationId = await makeTranscript(app, dialogue)
  await app.db.pool.query('delete from conversation where id = $1', [conversationId])
  await app.drain()
  expect(await eventsOf(app)).toBe(0)
})

test('what other rules measured, or nobody, is measured by these', async () => {
  await using app = await startTestApp()
  const older = await makeTranscript(app, dialogue)
  await app.drain()
  await app.db.pool.query('update conversation_metrics set rules_version = 0, rep_share = 0')
  const unmeasured = await makeTranscript(app, dialogue)
  await app.db.pool.query(`delete from event where name like 'transcript.%'`)
  await measureOutdated(app.context, {}, { signal: new AbortController().signal })
  await app.drain()
  const { rows } = await app.db.pool.query<{ id: string; rep_share: number }>(
    'select conversation_id as id, rep_share from conversation_metrics order by conversation_id',
  )
  expect(rows).toEqual([older, unmeasured].sort().map((id) => ({ id, rep_share: 0.5 })))
})
