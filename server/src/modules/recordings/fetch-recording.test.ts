import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { recordingEvents } from '../../../test/recordings.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'
import { addRecordingFromUrl } from './add-recording.ts'

const wav = makeWav({ seconds: 1, tones: [440] })
const environment = { OUTBOUND_ALLOW: '127.0.0.1' }

async function recorder(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('a recording is fetched from its address and transcribed', async () => {
  await using server = await recorder((_request, response) => response.end(wav))
  await using app = await startTestApp({ environment })
  const url = `${server.url}/calls/Quote%20review.wav?signature=x`
  const made = await app.client.recordings.create({ url })
  expect(made).toMatchObject({
    status: 'new',
    title: 'Quote review',
    source: 'url',
    file_size: null,
  })
  expect((await app.call('GET', `/functions/v1/api-v1-recordings/${made.id}/audio`)).status).toBe(
    409,
  )
  await app.drain()
  expect(await app.client.recordings.get(made.id)).toMatchObject({
    status: 'completed',
    file_size: wav.length,
    duration: 1,
  })
})

test.each([
  ['http://127.0.0.1:1/a.wav', 'forbidden_address'],
  ['http://169.254.169.254/latest/meta-data', 'forbidden_address'],
  ['https://[::ffff:10.0.0.1]/a.wav', 'forbidden_address'],
  ['https://user:pass@example.com/a.wav', 'forbidden_address'],
])('%s is not asked', async (url, code) => {
  await using app = await startTestApp()
  const { id } = await app.client.recordings.create({ url })
  await app.drain()
  expect(await app.client.recordings.get(id)).toMatchObject({ status: 'failed', failure: { code } })
  expect((await recordingEvents(app)).at(-1)?.name).toBe('recording.processing.failed')
})

test.each([
  [404, 'It answered 404.'],
  [302, 'It answered 302. Redirects are not followed.'],
])('a server that answers %i is not asked again', async (status, sentence) => {
  await using server = await recorder((_request, response) =>
    response.writeHead(status, { location: 'http://169.254.169.254/' }).end(),
  )
  await using app = await startTestApp({ environment })
  const { id } = await app.client.recordings.create({ url: `${server.url}/a.wav` })
  await app.drain()
  const { status: state, failure } = await app.client.recordings.get(id)
  expect([state, failure?.code]).toEqual(['failed', 'rejected_by_host'])
  expect(failure?.message).toContain(sentence)
})

test('a server that is down for a while is asked again, and a file that breaks off is not kept', async () => {
  let asked = 0
  await using server = await recorder((_request, response) => {
    asked += 1
    if (asked === 1) return void response.writeHead(503).end()
    if (asked === 2) {
      response.writeHead(200, { 'content-length': wav.length })
      return void response.write(wav.subarray(0, 1_000), () => response.destroy())
    }
    response.end(wav)
  })
  await using app = await startTestApp({ environment })
  const { id } = await app.client.recordings.create({ url: `${server.url}/a.wav` })
  for (let round = 1; round <= 3; round += 1) {
    await app.db.pool.query('update graphile_worker._private_jobs set run_at = now()')
    await app.drain()
    const { status } = await app.client.recordings.get(id)
    expect(status).toBe(round < 3 ? 'new' : 'completed')
  }
})

test('the address of a call’s recording is taken once, and a new one takes its place', async () => {
  const sizes: Record<string, number> = { '/one.wav': 1, '/two.wav': 2 }
  await using server = await recorder((request, response) =>
    response.end(makeWav({ seconds: sizes[request.url ?? ''] ?? 0, tones: [440] })),
  )
  await using app = await startTestApp({ environment })
  const meeting = await app.client.meetings.create({ title: 'A call' })
  const { workspaceId } = app.owner
  const add = (url: string) =>
    app.db.transaction((tx) =>
      addRecordingFromUrl(tx, app.context, { workspaceId, conversationId: meeting.id, url }),
    )
  const first = await add(`${server.url}/one.wav`)
  expect(first.outcome).toBe('created')
  expect(await add(`${server.url}/one.wav`)).toEqual({ ...first, outcome: 'kept' })
  await app.drain()
  expect(await app.client.recordings.get(first.recordingId)).toMatchObject({ duration: 1 })
  expect(await add(`${server.url}/two.wav`)).toEqual({ ...first, outcome: 'replaced' })
  await app.drain()
  expect(await app.client.recordings.get(first.recordingId)).toMatchObject({
    status: 'completed',
    duration: 2,
  })
})
