import type { ConversationEntry, ConversationInFull } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { saveTranscript } from '../conversations/index.ts'
import { saveSignals } from '../signals/index.ts'

const path = '/functions/v1/api-v1-conversations'

type Made = {
  readonly title?: string
  readonly startedAt?: string
  readonly lines?: readonly string[]
}

async function makeMeeting(app: TestApp, made: Made = {}): Promise<string> {
  const { title = 'Discovery', startedAt, lines } = made
  const { id } = await app.client.meetings.create({
    title,
    ...(startedAt && { meeting_start: startedAt }),
  })
  if (!lines) return id
  await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId: app.owner.workspaceId,
      conversationId: id,
      source: 'upload',
      language: 'en',
      timing: 'segment',
      hasSpeakers: true,
      speakers: [
        { name: 'Ada', kind: 'rep' },
        { name: 'Nadia', kind: 'customer' },
      ],
      segments: lines.map((text, index) => ({
        speaker: (index % 2) + 1,
        startMs: index * 5_000,
        endMs: index * 5_000 + 4_000,
        text,
      })),
    }),
  )
  return id
}

type Evaluated = { readonly score: number | null; readonly outcome: string }

async function evaluate(app: TestApp, conversationId: string, { score, outcome }: Evaluated) {
  const { workspaceId } = app.owner
  const { data } = (await app.call('GET', '/functions/v1/scorecards')).body
  const [{ id: scorecardId }] = data as [{ id: string }]
  const engine = {
    kind: 'built_in',
    name: 'built-in',
    model: null,
    version: '1',
    requests: 0,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: null,
    fallback_reason: null,
  }
  await app.db.pool.query(
    `insert into evaluation (workspace_id, id, conversation_id, scorecard_id, scorecard_version,
       status, is_current, engine, score, outcome, has_next_step, objections, objections_handled,
       completed_at)
     values ($1, $2, $3, $4, 1, 'evaluated', true, $5, $6, $7, true, 2, 1, now())`,
    [
      workspaceId,
      app.context.newId(),
      conversationId,
      scorecardId,
      JSON.stringify(engine),
      score,
      outcome,
    ],
  )
}

async function list(app: TestApp, query = '', key = app.owner.apiKey) {
  const reply = await app.call('GET', `${path}${query}`, { key })
  expect(reply).toMatchObject({ status: 200 })
  return reply.body as {
    data: ConversationEntry[]
    count: number | null
    pagination: { nextCursor: string | null; hasMore: boolean }
  }
}

const ids = ({ data }: { readonly data: readonly ConversationEntry[] }) => data.map(({ id }) => id)

test('conversations of every kind stand in one list, newest first', async () => {
  await using app = await startTestApp()
  const older = await makeMeeting(app, { startedAt: '2026-01-05T09:00:00Z' })
  const newer = await makeMeeting(app, { startedAt: '2026-02-05T09:00:00Z' })
  const call = await app.client.calls.create({ call_date: '2026-01-20T09:00:00Z' })
  expect(ids(await list(app))).toEqual([newer, call.id, older])
  expect(ids(await list(app, '?order=asc'))).toEqual([older, call.id, newer])
  expect(ids(await list(app, '?kind=call'))).toEqual([call.id])
  expect(ids(await list(app, '?kind=call,recording'))).toEqual([call.id])
  expect(ids(await list(app, '?kind=meeting,call'))).toHaveLength(ids(await list(app)).length)
  expect(ids(await list(app, '?since=2026-01-10&until=2026-02-01'))).toEqual([call.id])
  // As the links of reports say it.
  expect(ids(await list(app, '?from=2026-01-10&to=2026-02-01'))).toEqual([call.id])
  expect((await list(app)).data[0]).toMatchObject({
    kind: 'meeting',
    date: '2026-02-05T09:00:00.000Z',
    owner_id: app.owner.userId,
    evaluation: null,
    metrics: null,
    has_transcript: false,
    signal_kinds: [],
    comment_count: 0,
  })
})

test('a cursor leads through every order without leaving anything out', async () => {
  await using app = await startTestApp()
  const made: string[] = []
  for (const day of ['01', '02', '02', '03', '04']) {
    made.push(await makeMeeting(app, { startedAt: `2026-01-${day}T09:00:00.123Z` }))
  }
  for (const [index, score] of [40, 80, null, 80].entries()) {
    await evaluate(app, made[index] ?? '', { score, outcome: 'qualified' })
  }
  for (const order of ['sort=date', 'sort=date&order=asc', 'sort=score', 'sort=score&order=asc']) {
    const all = ids(await list(app, `?${order}`))
    expect(new Set(all)).toEqual(new Set(made))
    const walked: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await list(app, `?${order}&limit=2${cursor && `&cursor=${cursor}`}`)
      walked.push(...ids(page))
      cursor = page.pagination.nextCursor
    }
    expect(walked, order).toEqual(all)
  }
  const scored = (await list(app, '?sort=score')).data
  const byScore = scored.map(({ evaluation }) => evaluation?.score ?? null)
  expect(byScore).toEqual([80, 80, 40, null, null])
  expect((await app.call('GET', `${path}?cursor=bm9uZQ`)).status).toBe(400)
})

test('the list is filtered by people, outcome, score and signals', async () => {
  await using app = await startTestApp()
  const contact = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'n@lumen.example',
  })
  const won = await makeMeeting(app, { lines: ['What does it cost?'] })
  const lost = await makeMeeting(app)
  await app.client.meetings.update(won, { contact_id: contact.id })
  await evaluate(app, won, { score: 82, outcome: 'closed_won' })
  await evaluate(app, lost, { score: 31, outcome: 'closed_lost' })
  const said = { quote: 'What does it cost?', segment: 0, start_ms: 0, speaker: 1 }
  const about = { kind: 'pricing', objection_type: null, confidence: 0.7 } as const
  await app.db.transaction((tx) =>
    saveSignals(tx, app.context, app.owner.workspaceId, [
      {
        conversationId: won,
        signals: [{ ...said, ...about, source: 'built_in' }],
        segments: [],
      },
    ]),
  )
  for (const query of [
    `?contact_id=${contact.id}`,
    '?outcome=closed_won',
    '?score_from=50',
    '?score_from=82&score_to=82',
    '?signal=pricing',
  ]) {
    const found = await list(app, query)
    expect(ids(found), query).toEqual([won])
    expect(found.count).toBe(1)
  }
  expect(ids(await list(app, '?score_to=50'))).toEqual([lost])
  expect((await list(app, '?score_to=50&count=none')).count).toBeNull()
  expect(ids(await list(app, `?owner_id=${contact.id}`))).toEqual([])
  expect((await list(app, '?signal=pricing')).data[0]).toMatchObject({
    contact_name: 'Nadia',
    signal_kinds: ['pricing'],
    evaluation: { score: 82, outcome: 'closed_won', has_next_step: true, objections: 2 },
  })
  const [signal] = (await app.call('GET', '/functions/v1/signals')).body.data as { id: string }[]
  await app.call('POST', `/functions/v1/signals/${signal?.id}/dismiss`)
  expect(ids(await list(app, '?signal=pricing'))).toEqual([])
  for (const wrong of [
    '?kind=chat',
    '?kind=call,',
    '?outcome=great',
    '?score_from=high',
    '?sort=name',
  ]) {
    expect((await app.call('GET', path + wrong)).status, wrong).toBe(400)
  }
})

test('words are looked for in what was said, and shown with their place', async () => {
  await using app = await startTestApp()
  const hit = await makeMeeting(app, { lines: ['Our budget is small.', 'A budget for 2027?'] })
  await makeMeeting(app, { lines: ['Nothing of the kind.'] })
  const found = await list(app, '?text=budget')
  expect(ids(found)).toEqual([hit])
  expect(found.data[0]?.matches).toMatchObject([
    { position: 0, speaker_name: 'Ada', start_ms: 0, offsets: [[4, 10]] },
    { position: 1, speaker_name: 'Nadia', start_ms: 5_000, offsets: [[2, 8]] },
  ])
  expect((await list(app, `?text=${encodeURIComponent('"small budget"')}`)).data).toEqual([])
  expect((await list(app, `?text=${encodeURIComponent("'); drop")}`)).data).toEqual([])
  expect((await list(app, '?text=%3F%21')).data).toEqual([])
  // An accent without a letter.
  expect((await list(app, '?text=%CC%81')).data).toEqual([])
})

test.each([
  ['negotiate', 'We were negotiating, the taxes too', ['negotiating']],
  ["don't", 'I don’t know the taxes', ['don', 't']],
  ["l'entretien", 'Avant l’entretien de lundi, les prix', ['l', 'entretien']],
  ['réunion', 'Les réunions de lundi', ['réunions']],
  ['reunion', 'Les réunions de lundi', ['réunions']],
  ['négociation', 'La negociation avance', ['negociation']],
  ['"reunion de lundi"', 'À la réunion de lundi !', ['réunion de lundi']],
  ['cafe', 'Un cafe\u0301 noir', ['cafe\u0301']],
  ['سعر', 'السعر مرتفع جدا', ['السعر']],
  ['عقد', 'نحتاج إلى عَقْدٍ جديد', ['عَقْدٍ']],
])('%s is found and marked in “%s”', async (asked, text, marked) => {
  await using app = await startTestApp()
  const hit = await makeMeeting(app, { lines: [text] })
  await makeMeeting(app, { lines: ['Nothing, rien, لا شيء'] })
  const { data } = await list(app, `?text=${encodeURIComponent(asked)}`)
  expect(data.map(({ id }) => id)).toEqual([hit])
  const offsets = data[0]?.matches?.[0]?.offsets ?? []
  expect(offsets.map(([from, to]) => text.slice(from, to))).toEqual(marked)
})

test('a rep sees their own conversations alone', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const ours = await makeMeeting(app, { lines: ['Our budget.'] })
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  const mine = await app.clientOf(key).meetings.create({ title: 'Mine' })
  expect(ids(await list(app, '', key))).toEqual([mine.id])
  expect(ids(await list(app, '?text=budget', key))).toEqual([])
  for (const what of ['', '/comments', '/clips']) {
    expect((await app.call('GET', `${path}/${ours}${what}`, { key })).status).toBe(404)
  }
  const body = { text: 'Hello' }
  expect((await app.call('POST', `${path}/${ours}/comments`, { key, body })).status).toBe(404)
})

test('one conversation is shown with all that is known of it', async () => {
  await using app = await startTestApp()
  await app.client.evaluations.updateSettings({ is_automatic: false })
  const id = await makeMeeting(app, { lines: ['Hello, what do you need?', 'A better price.'] })
  await app.drain()
  await evaluate(app, id, { score: 82, outcome: 'closed_won' })
  await app.call('POST', `${path}/${id}/comments`, { body: { text: 'Well done.', at_ms: 5_000 } })
  const clip = { title: 'The price', start_ms: 5_000, end_ms: 9_000 }
  await app.call('POST', `${path}/${id}/clips`, { body: clip })
  const full = (await app.call('GET', `${path}/${id}`)).body.data as ConversationInFull
  expect(full).toMatchObject({
    id,
    transcript: { segments: [{ text: 'Hello, what do you need?' }, { position: 1 }] },
    metrics: { conversation_id: id, measures: { question_count: { value: 1 } } },
    evaluation: { score: 82, content: null, current: true, engine: { kind: 'built_in' } },
    evaluations: [{ score: 82, current: true, corrected: false }],
    signals: [],
    action_items: [],
    media: { recording: null, recording_url: null },
    comments: [{ text: 'Well done.', at_ms: 5_000 }],
    clips: [clip],
  })
  const bare = await makeMeeting(app)
  expect((await app.call('GET', `${path}/${bare}`)).body.data).toMatchObject({
    transcript: null,
    metrics: null,
    evaluation: null,
    evaluations: [],
  })
})
