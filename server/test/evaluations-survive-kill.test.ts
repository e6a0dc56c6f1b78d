import { expect, test } from 'vitest'
import { startChatService } from './chat-service.ts'
import { answerOf } from './evaluated-talks.ts'
import { evaluatedEvents, makeTalk } from './evaluations.ts'
import { eventually } from './eventually.ts'
import { startServerOn } from './server-on-app.ts'
import { startTestApp } from './test-app.ts'

const talks = 6

test('evaluations whose server is killed in the middle are each finished once by the next one', async () => {
  let mayAnswer = false
  let held = 0
  await using service = await startChatService(async () => {
    if (!mayAnswer) {
      held += 1
      await eventually(() => mayAnswer, Boolean, 50_000)
    }
    return JSON.stringify(answerOf())
  })
  await using app = await startTestApp()
  const environment = { LLM_BASE_URL: service.baseUrl, LLM_MODEL: 'small' }
  const contact = await app.client.contacts.create({ first_name: 'N', email: 'n@lumen.example' })
  const ids: string[] = []
  for (let count = 0; count < talks; count += 1) {
    ids.push(await makeTalk(app, { meeting: { contact_id: contact.id } }))
  }
  await using first = await startServerOn(app, environment)
  await eventually(
    () => held,
    (count) => count === 2,
    30_000,
  )
  await first.kill()
  const { rows: before } = await app.db.pool.query(
    `select from evaluation where status = 'processing'`,
  )
  expect(before).toHaveLength(2)

  mayAnswer = true
  // Whether a worker is lost is asked every half minute; this one has been for longer.
  await app.db.pool.query(
    `update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'
     where locked_at is not null`,
  )
  await using second = await startServerOn(app, environment)
  expect(second.address).not.toBe('')
  await eventually(
    () => evaluatedEvents(app),
    (events) => events.length >= talks,
    30_000,
  )
  const { rows } = await app.db.pool.query<{ status: string; is_current: boolean; kind: string }>(
    'select status, is_current, engine::json->>$1 as kind from evaluation',
    ['kind'],
  )
  expect(rows).toEqual(
    Array.from({ length: talks }, () => ({ status: 'evaluated', is_current: true, kind: 'llm' })),
  )
  const events = await evaluatedEvents(app)
  expect(events.map(({ conversation }) => conversation.id).sort()).toEqual(ids.sort())
  expect((await app.client.activities.list({ contact_id: contact.id })).count).toBe(talks)
})
