import type { Evaluation } from '@parley/contract'
import { saveTranscript } from '../src/modules/conversations/index.ts'
import type { TestApp } from './test-app.ts'

type NewTranscript = Parameters<typeof saveTranscript>[2]

/** A call that ends with a date: the rep is speaker 1, the customer 2. */
const turns = [
  'Hello Nadia, thanks for your time. What is your biggest problem today?',
  'The old tool is slow, and honestly your price is too high for us.',
  'I understand. What would it be worth to you to save two days a week?',
  'Quite a lot. We have a budget of forty thousand, and I sign it off myself.',
  'Would next Tuesday at 3 suit you for the demo?',
  'Yes, next Tuesday works.',
]

/** Whether anybody asks for an evaluation of it is up to the settings and to drain(). */
export async function makeTalk(
  app: TestApp,
  {
    meeting = {},
    transcript = {},
    workspaceId = app.owner.workspaceId,
    apiKey = app.owner.apiKey,
  }: {
    readonly meeting?: object
    readonly transcript?: Partial<NewTranscript>
    readonly workspaceId?: string
    readonly apiKey?: string
  } = {},
): Promise<string> {
  const { id } = await app.clientOf(apiKey).meetings.create({ title: 'Discovery', ...meeting })
  await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId,
      conversationId: id,
      source: 'upload',
      language: 'en',
      timing: 'segment',
      hasSpeakers: true,
      speakers: [
        { name: 'Ada', kind: 'rep' },
        { name: 'Nadia', kind: 'customer' },
      ],
      segments: turns.map((text, index) => ({
        speaker: 1 + (index % 2),
        startMs: index * 5_000,
        endMs: index * 5_000 + 4_500,
        text,
      })),
      ...transcript,
    }),
  )
  return id
}

/** The one that counts, with its content; a conversation without one fails the test. */
export async function currentOf(app: TestApp, conversationId: string): Promise<Evaluation> {
  const { data } = await app.client.evaluations.list(conversationId)
  const current = data.find((one) => one.is_current)
  if (!current) throw new Error(`No evaluation counts: ${JSON.stringify(data)}`)
  return app.client.evaluations.get(current.id)
}

type Told = {
  readonly conversation: { readonly id: string }
  readonly evaluation: { readonly id: string; readonly score: number | null }
}

/** What was announced of evaluations, oldest first. */
export async function evaluatedEvents(app: TestApp): Promise<Told[]> {
  const { rows } = await app.db.pool.query<{ payload: string }>(
    `select payload from event where name = 'conversation.evaluated' order by seq`,
  )
  return rows.map(({ payload }) => JSON.parse(payload) as Told)
}

/** Lets jobs that failed be due at once, and runs them. */
export async function drainRetries(app: TestApp): Promise<void> {
  await app.db.pool.query('update graphile_worker._private_jobs set run_at = now()')
  await app.drain()
}
