import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fathom } from 'fathom-typescript'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startFathomEmulator } from './emulator.ts'
import { emulatedMeetings } from './emulator-meetings.ts'

// The emulator against the official SDK as its users call it, schemas and all.

const start = () => startFathomEmulator({ apiKeys: ['right'], meetings: emulatedMeetings(23) })
const sdkOf = (serverURL: string, apiKeyAuth = 'right') =>
  new Fathom({ serverURL, security: { apiKeyAuth } })

test('the SDK reads every meeting of every page, with all content', async () => {
  await using emulator = await start()
  const pages = await sdkOf(emulator.url).listMeetings({
    includeTranscript: true,
    includeSummary: true,
    includeActionItems: true,
    includeCrmMatches: true,
  })
  const ids: number[] = []
  for await (const page of pages) {
    for (const meeting of page?.result.items ?? []) {
      ids.push(meeting.recordingId)
      expect(meeting.transcript?.[0]?.timestamp).toBe('00:00:00')
      expect(meeting.defaultSummary?.markdownFormatted).toContain('Purpose')
      expect(meeting.actionItems).toHaveLength(1)
      expect(meeting.crmMatches?.error).toBe('No CRM connected')
    }
  }
  expect(ids).toHaveLength(23)
  expect(new Set(ids).size).toBe(23)
})

test('the SDK cannot tell a bad key from nothing, which is how Fathom is', async () => {
  await using emulator = await start()
  const summary = sdkOf(emulator.url, 'wrong').getRecordingSummary({ recordingId: 88_000_001 })
  expect(await summary).toBeUndefined()
})

/** Answers deliveries with these statuses in turn, the last one for ever. */
async function startReceiver(...statuses: number[]) {
  const received: { headers: Record<string, string>; body: string; atMs: number }[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += String(part)
    })
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200
      received.push({ headers, body, atMs: performance.now() })
      response.writeHead(status).end('{}')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    received,
    async [Symbol.asyncDispose]() {
      receiver.closeAllConnections()
      await new Promise((done) => receiver.close(done))
    },
  }
}

const hook = (destinationUrl: string) => ({
  destinationUrl,
  triggeredFor: ['my_recordings' as const],
  includeTranscript: true,
})

test('a delivery that fails is tried again, later each time, until it is taken', async () => {
  const retryWaitsMs = [20, 60, 120]
  await using emulator = await startFathomEmulator({ apiKeys: ['right'], retryWaitsMs })
  await using receiver = await startReceiver(500, 404, 200)
  const webhook = await sdkOf(emulator.url).createWebhook(hook(receiver.url))
  expect(await emulator.deliver(emulator.record())).toMatchObject([{ status: 500 }])
  await eventually(
    () => emulator.attempts.length,
    (count) => count === 3,
  )
  expect(emulator.attempts.map(({ status }) => status)).toEqual([500, 404, 200])
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  for (const { headers, body } of receiver.received) {
    expect(Fathom.verifyWebhook(webhook?.secret ?? '', headers, body)).toBeDefined()
  }
  const [first = 0, second = 0, third = 0] = receiver.received.map(({ atMs }) => atMs)
  expect(second - first).toBeGreaterThanOrEqual(19)
  expect(third - second).toBeGreaterThanOrEqual(59)
})

test('a delivery that nobody takes is given up after the last wait', async () => {
  await using emulator = await startFathomEmulator({ apiKeys: ['right'], retryWaitsMs: [1, 1, 1] })
  await sdkOf(emulator.url).createWebhook(hook('http://127.0.0.1:9/hook'))
  await emulator.deliver(emulator.record(), 'msg_1')
  await eventually(
    () => emulator.attempts.length,
    (count) => count === 4,
  )
  expect(emulator.attempts.every(({ id, status }) => id === 'msg_1' && status === null)).toBe(true)
})

test('the SDK creates a webhook, verifies a delivery to it and deletes it', async () => {
  await using emulator = await start()
  await using receiver = await startReceiver(200)
  const sdk = sdkOf(emulator.url)
  const webhook = await sdk.createWebhook(hook(receiver.url))
  await emulator.deliver(emulator.record())
  const [delivery] = receiver.received
  const { headers = {}, body = '' } = delivery ?? {}
  const meeting = Fathom.verifyWebhook(webhook?.secret ?? '', headers, body)
  expect(meeting).toMatchObject({ title: expect.any(String), transcript: expect.any(Array) })
  expect(meeting).not.toHaveProperty('action_items')
  expect(() => Fathom.verifyWebhook(webhook?.secret ?? '', headers, `${body} `)).toThrow(
    /signature/,
  )
  await sdk.deleteWebhook({ id: webhook?.id ?? '' })
  expect(emulator.webhooks.size).toBe(0)
})

test('beyond a limit the emulator answers 429 with the headers Fathom has', async () => {
  await using emulator = await startFathomEmulator({ apiKeys: ['right'], limits: { heavy: 2 } })
  const ask = () =>
    fetch(`${emulator.url}/meetings?include_summary=true`, { headers: { 'x-api-key': 'right' } })
  await ask()
  expect((await ask()).headers.get('ratelimit-remaining')).toBe('0')
  const refused = await ask()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
  const light = await fetch(`${emulator.url}/meetings`, { headers: { 'x-api-key': 'right' } })
  expect(light.status).toBe(200)
})
