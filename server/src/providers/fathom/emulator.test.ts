import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fathom } from 'fathom-typescript'
import { expect, test } from 'vitest'
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

test('the SDK creates a webhook, verifies a delivery to it and deletes it', async () => {
  await using emulator = await start()
  const received: { headers: Record<string, string>; body: string }[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += String(part)
    })
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body })
      response.end('{}')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  try {
    const { port } = receiver.address() as AddressInfo
    const sdk = sdkOf(emulator.url)
    const webhook = await sdk.createWebhook({
      destinationUrl: `http://127.0.0.1:${port}/hook`,
      triggeredFor: ['my_recordings'],
      includeTranscript: true,
    })
    await emulator.deliver(emulator.record())
    const [delivery] = received
    const { headers = {}, body = '' } = delivery ?? {}
    const meeting = Fathom.verifyWebhook(webhook?.secret ?? '', headers, body)
    expect(meeting).toMatchObject({ title: expect.any(String), transcript: expect.any(Array) })
    expect(meeting).not.toHaveProperty('action_items')
    expect(() => Fathom.verifyWebhook(webhook?.secret ?? '', headers, `${body} `)).toThrow(
      /signature/,
    )
    await sdk.deleteWebhook({ id: webhook?.id ?? '' })
    expect(emulator.webhooks.size).toBe(0)
  } finally {
    receiver.close()
  }
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
