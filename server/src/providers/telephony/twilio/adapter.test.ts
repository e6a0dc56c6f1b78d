import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { conformanceCallees, telephonyConformance } from '../conformance.ts'
import type { CallEvent } from '../port.ts'
import { openVirtualClock } from '../simulated/clock.ts'
import { openTwilio } from './adapter.ts'
import { readDetection, readStatusCallback, type TwilioForm } from './callbacks.ts'
import { startTwilioDouble } from './double.ts'
import { isSignedBy } from './signature.ts'

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'a secret token' }
const order = {
  from: '+12025550100',
  to: '+12025550110',
  reference: 'w.call-1',
  idempotencyKey: 'one',
}

/** Our side of the callbacks, in small: it checks the signature and reads the step. */
async function startOurSide(told: CallEvent[], now: () => Date) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const form: TwilioForm = Object.fromEntries(new URLSearchParams(body))
      const url = new URL(request.url ?? '', `http://${request.headers.host}`)
      const signature = String(request.headers['x-twilio-signature'])
      const signed = isSignedBy(account.authToken, { url: url.href, form, signature })
      const about = { reference: url.searchParams.get('reference') ?? '', receivedAt: now() }
      const read = url.pathname === '/status' ? readStatusCallback : readDetection
      const event = signed ? read(form, about) : undefined
      if (event) told.push(event)
      response.writeHead(event ? 204 : 403).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, server }
}

async function start(authToken = account.authToken) {
  const clock = openVirtualClock()
  const double = await startTwilioDouble({ ...account, clock, calleeOf: conformanceCallees })
  const events: CallEvent[] = []
  const ours = await startOurSide(events, clock.now)
  const carrier = openTwilio({
    account: { ...account, authToken },
    apiUrl: double.url,
    addresses: {
      status: (reference) => `${ours.url}/status?reference=${reference}`,
      detection: (reference) => `${ours.url}/detection?reference=${reference}`,
      stream: 'wss://parley.example/stream',
    },
  })
  return {
    carrier,
    double,
    events,
    now: clock.now,
    advance: async (ms: number) => {
      await clock.advance(ms, double.told)
      await double.told()
    },
    async [Symbol.asyncDispose]() {
      ours.server.closeAllConnections()
      ours.server.close()
      await double[Symbol.asyncDispose]()
    },
  }
}

for (const { title, check } of telephonyConformance) {
  test(`twilio: ${title}`, async () => {
    await using twilio = await start()
    await expect(check(twilio)).resolves.toBeUndefined()
  })
}

test('a call is connected to our stream in both directions, with its parameters escaped', async () => {
  await using twilio = await start()
  const stream = { parameters: { call: 'a"<&>\'b' } }
  const { callId } = await twilio.carrier.placeCall({ ...order, stream })
  expect(twilio.double.refused).toEqual([])
  expect(twilio.double.twimlOf(callId)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Connect>' +
      '<Stream url="wss://parley.example/stream">' +
      '<Parameter name="call" value="a&quot;&lt;&amp;&gt;&apos;b"/></Stream></Connect></Response>',
  )
})

test('after digits the stream is opened again', async () => {
  await using twilio = await start()
  const stream = { parameters: { call: 'abc' } }
  const { callId } = await twilio.carrier.placeCall({ ...order, stream })
  await twilio.advance(10_000)
  await twilio.carrier.sendDigits(callId, { digits: '12#', stream })
  expect(twilio.double.digitsSentTo(callId)).toBe('12#')
  expect(twilio.double.twimlOf(callId)).toMatch(/<Play digits="12#"\/><Connect><Stream /)
})

test('a wrong token is told as wrong credentials', async () => {
  await using twilio = await start('another token')
  await expect(twilio.carrier.placeCall(order)).rejects.toMatchObject({
    failure: 'bad_credentials',
    retryable: false,
  })
  expect(twilio.double.placed()).toBe(0)
})

test('a Twilio that is away, or answers what is no JSON, may be asked again, but not placed blindly', async () => {
  const server = createServer((_, response) => void response.end('<html>'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const carrier = openTwilio({
    account,
    apiUrl: `http://127.0.0.1:${port}`,
    addresses: { status: () => '', detection: () => '', stream: '' },
  })
  await expect(carrier.placeCall(order)).rejects.toMatchObject({
    failure: 'unavailable',
    retryable: true,
  })
  server.closeAllConnections()
  server.close()
  // The same key answers what it answered: whether somebody was rung is not known.
  await expect(carrier.placeCall(order)).rejects.toMatchObject({ failure: 'unavailable' })
  await expect(carrier.findCall('CA1')).rejects.toMatchObject({ failure: 'unavailable' })
})
