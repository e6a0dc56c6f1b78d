import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const path = '/functions/v1/events/stream'

type Told = { readonly event: string; readonly id: string; readonly subject_id: string }

/** An open page: what it was told so far, and the place it stands at. */
async function openStream(app: TestApp, key: string, headers: Record<string, string> = {}) {
  const controller = new AbortController()
  const response = await fetch(app.baseUrl + path, {
    headers: { 'x-api-key': key, ...headers },
    signal: controller.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('The stream has no body')
  let text = ''
  return {
    response,
    /** Reads on until it was told so many events, and answers these. */
    async events(count: number): Promise<Told[]> {
      for (;;) {
        const told = [...text.matchAll(/^data: (.+)$/gm)].map(
          ([, data]) => JSON.parse(data ?? '') as Told,
        )
        if (told.length >= count) return told
        const { value, done } = await reader.read()
        if (done) throw new Error(`The stream ended after ${told.length} events`)
        text += value
      }
    },
    place: () => [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? '',
    async [Symbol.asyncDispose]() {
      controller.abort()
      await reader.cancel().catch(() => {})
    },
  }
}

test('a page is told what happens, by name and subject and without the record', async () => {
  await using app = await startTestApp()
  await using stream = await openStream(app, app.owner.apiKey)
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const contact = await app.client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  const [told] = await stream.events(1)
  expect(told).toEqual({
    event: 'contact.created',
    id: expect.any(String) as string,
    subject_id: contact.id,
  })
})

test('a page that comes back is told what it missed', async () => {
  await using app = await startTestApp()
  const first = await openStream(app, app.owner.apiKey)
  await app.client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  await first.events(1)
  const place = first.place()
  await first[Symbol.asyncDispose]()
  const missed = await app.client.contacts.create({
    first_name: 'Grace',
    email: 'grace@example.com',
  })

  await using again = await openStream(app, app.owner.apiKey, { 'last-event-id': place })
  const told = await again.events(1)
  expect(told.map(({ subject_id }) => subject_id)).toContain(missed.id)
})

test('a rep is told of own records alone, and nobody of another workspace', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  const other = await app.newWorkspace()
  await using stream = await openStream(app, key)

  await app.client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  await app.clientOf(other.apiKey).contacts.create({ first_name: 'Eve', email: 'eve@example.com' })
  const own = await app
    .clientOf(key)
    .contacts.create({ first_name: 'Mine', email: 'mine@example.com' })
  const told = await stream.events(1)
  expect(told.map(({ subject_id }) => subject_id)).toEqual([own.id])
})

test('a place that is not ours is refused, and so is who is not known', async () => {
  await using app = await startTestApp()
  const wrongPlace = await app.call('GET', path, { headers: { 'last-event-id': 'nonsense' } })
  expect(wrongPlace.status).toBe(400)
  const nobody = await app.call('GET', path, { key: null })
  expect(nobody.status).toBe(401)
})

test('an open page does not hold up the end of the server', async () => {
  const app = await startTestApp()
  await using stream = await openStream(app, app.owner.apiKey)
  const startedAt = performance.now()
  await app[Symbol.asyncDispose]()
  expect(performance.now() - startedAt).toBeLessThan(4_000)
  expect(stream.response.status).toBe(200)
})
