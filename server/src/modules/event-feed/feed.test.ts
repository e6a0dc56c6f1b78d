import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { announce, changeRecord, openJournal } from '../../../test/event-journal.ts'
import { openTransaction } from '../../../test/open-transaction.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { takeOverEvents } from '../../platform/events/restored.ts'

/** Events of the journal belong to a workspace of their own, whose feed this is. */
async function openFeed(app: TestApp) {
  await openJournal(app.db)
  const { workspaceId } = app.owner
  async function poll(query: Record<string, string | number> = {}) {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const { status, body } = await app.call('GET', `/functions/v1/events?${search.toString()}`)
    expect({ status, error: body.error }).toEqual({ status: 200, error: null })
    const events = body.data as { id: string; data: { value: number } }[]
    return {
      events,
      values: events.map(({ data }) => data.value),
      next: body.next_cursor as string,
      hasMore: body.has_more as boolean,
    }
  }
  return { workspaceId, poll }
}

test('events are answered as webhooks would get them, and each once', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  await app.db.transaction((tx) => announce(tx, 1, { workspaceId }))
  const first = await poll()
  expect(first.events).toEqual([
    {
      event: 'test.changed',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { value: 1 },
      id: expect.any(String),
      workspace_id: workspaceId,
    },
  ])
  expect((await poll({ after: first.next })).values).toEqual([])
  await app.db.transaction((tx) => announce(tx, 2, { workspaceId }))
  expect((await poll({ after: first.next })).values).toEqual([2])
  expect((await poll()).values).toEqual([1, 2])
})

test('what commits late, with a lower id and seq, is not missed', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  const late = await openTransaction(app.db, (tx) => announce(tx, 1, { workspaceId }))
  await app.db.transaction((tx) => announce(tx, 2, { workspaceId }))
  const first = await poll()
  expect(first.values, 'an open transaction holds nobody up').toEqual([2])
  await late.end('commit')
  await app.db.transaction((tx) => announce(tx, 3, { workspaceId }))
  const second = await poll({ after: first.next })
  expect(second.values).toEqual([1, 3])
  expect((await poll({ after: second.next })).values).toEqual([])
})

test('events of one subject keep their order, whoever else is open', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  const record = randomUUID()
  await app.db.pool.query('insert into record values ($1, 0)', [record])
  const oldest = await openTransaction(app.db, (tx) => announce(tx, 100, { workspaceId }))
  const bystander = await openTransaction(app.db, (tx) => announce(tx, 200, { workspaceId }))
  await app.db.transaction((tx) => changeRecord(tx, record, workspaceId))
  await changeRecord(oldest.tx, record, workspaceId)
  await oldest.end('commit')
  const first = await poll({ limit: 2 })
  await bystander.end('commit')
  const second = await poll({ after: first.next, limit: 2 })
  const third = await poll({ after: second.next })
  const all = [...first.values, ...second.values, ...third.values]
  expect(all.filter((value) => value < 100)).toEqual([1, 2])
  expect(all.toSorted((a, b) => a - b)).toEqual([1, 2, 100, 200])
})

test('a long window is answered page by page, while new events wait their turn', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  const late = await openTransaction(app.db, (tx) => announce(tx, 0, { workspaceId }))
  await app.db.transaction(async (tx) => {
    for (let value = 1; value <= 5; value += 1) await announce(tx, value, { workspaceId })
  })
  const first = await poll({ limit: 3 })
  expect(first).toMatchObject({ values: [1, 2, 3], hasMore: true })
  await late.end('commit')
  await app.db.transaction((tx) => announce(tx, 6, { workspaceId }))
  const second = await poll({ after: first.next, limit: 3 })
  expect(second).toMatchObject({ values: [4, 5], hasMore: true })
  const third = await poll({ after: second.next, limit: 3 })
  expect(third).toMatchObject({ values: [0, 6], hasMore: false })
})

test('`now` begins with what comes next, what is under way included', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  await app.db.transaction((tx) => announce(tx, 1, { workspaceId }))
  const open = await openTransaction(app.db, (tx) => announce(tx, 2, { workspaceId }))
  const now = await poll({ after: 'now' })
  expect(now).toMatchObject({ values: [], hasMore: false })
  await open.end('commit')
  expect((await poll({ after: now.next })).values).toEqual([2])
})

test('only events of the names asked for come, and the cursor passes the others', async () => {
  await using app = await startTestApp()
  await app.client.contacts.create({ first_name: 'Nadia', email: 'nadia@lumen.example' })
  await app.client.companies.create({ name: 'Lumen' })
  const { poll } = await openFeed(app)
  const contacts = await app.client.events.poll({ events: 'contact.*' })
  expect(contacts.data.map(({ event }) => event)).toEqual(['contact.created'])
  expect((await poll({ after: contacts.next_cursor })).values).toEqual([])
  const both = await app.client.events.poll({ events: 'contact.created,company.created' })
  expect(both.data).toHaveLength(2)
})

test('another workspace has another feed', async () => {
  await using app = await startTestApp()
  const { poll } = await openFeed(app)
  const other = await app.newWorkspace()
  await app.clientOf(other.apiKey).companies.create({ name: 'Theirs' })
  expect((await poll()).events).toEqual([])
  expect((await app.clientOf(other.apiKey).events.poll()).data).toHaveLength(1)
})

test.each(['garbage', 'e30', Buffer.from('[1,"x","9:3:"]').toString('base64url')])(
  'the cursor %s is refused',
  async (after) => {
    await using app = await startTestApp()
    const { status, body } = await app.call('GET', `/functions/v1/events?after=${after}`)
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'VALIDATION_ERROR' })
    expect(body.error).toContain('not a cursor of ours')
  },
)

test('a cursor from before a restore, or of another database, is refused', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  await app.db.transaction((tx) => announce(tx, 1, { workspaceId }))
  const { next } = await poll()
  const path = `/functions/v1/events?after=${next}`
  const log = await app.db.pool.query<{ log_id: string }>('select log_id from event_relay')
  const later = Buffer.from(
    JSON.stringify([1, log.rows[0]?.log_id, '900000000:900000001:']),
  ).toString('base64url')
  expect((await app.call('GET', `/functions/v1/events?after=${later}`)).status).toBe(400)
  await app.db.transaction(takeOverEvents)
  expect(await app.call('GET', path)).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('another database') },
  })
  expect((await poll()).values, 'and it can begin anew').toEqual([1])
})

test('a request waits until something comes', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  const { next } = await poll({ after: 'now' })
  const held = poll({ after: next, wait: 20 })
  await app.db.transaction((tx) => announce(tx, 7, { workspaceId }))
  expect((await held).values).toEqual([7])
})

test('a request that waits in vain is answered with a cursor that goes on', async () => {
  await using app = await startTestApp()
  const { poll, workspaceId } = await openFeed(app)
  const { next } = await poll({ after: 'now', wait: 1 })
  const waited = await poll({ after: next, wait: 1 })
  expect(waited.values).toEqual([])
  await app.db.transaction((tx) => announce(tx, 8, { workspaceId }))
  expect((await poll({ after: waited.next })).values).toEqual([8])
})

test('a server that stops keeps nobody waiting', async () => {
  const app = await startTestApp()
  const { poll } = await openFeed(app)
  const { next } = await poll({ after: 'now' })
  const held = poll({ after: next, wait: 25 }).catch((error: unknown) => error)
  await poll({ after: next })
  const began = performance.now()
  await app[Symbol.asyncDispose]()
  await held
  expect(performance.now() - began).toBeLessThan(4_000)
})

test.each([
  ['rep', 403],
  ['viewer', 403],
] as const)('a key of a %s gets %i', async (role, status) => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, role)
  const key = await app.newKey({ workspaceId, userId, scopes: ['read'] })
  expect((await app.call('GET', '/functions/v1/events', { key })).status).toBe(status)
})
