import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { type CallEvent, isFinal, openVirtualClock } from '../../providers/telephony/index.ts'
import { startTwilioDouble } from '../../providers/telephony/twilio/double.ts'
import { signatureOf } from '../../providers/telephony/twilio/signature.ts'
import type { Callee } from '../../providers/telephony/index.ts'
import { carrierOfNumber } from './index.ts'

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'very secret' }
const number = '+12025550123'
const callee: Callee = {
  kind: 'answers',
  afterRings: 1,
  lines: [{ afterMs: 0, text: 'Hello?' }],
  staysMs: 20_000,
}

async function addNumber(app: TestApp, body: object): Promise<string> {
  const reply = await app.call('POST', '/v1/voice-agents/phone-number', {
    body: { phoneNumber: number, ...body },
  })
  expect(reply).toMatchObject({ status: 200 })
  return reply.body.data.id as string
}

const order = {
  from: number,
  to: '+12025550110',
  reference: 'call-1',
  idempotencyKey: 'one',
  stream: { parameters: { call: 'call-1' } },
}

function listen(app: TestApp): CallEvent[] {
  const events: CallEvent[] = []
  app.context.telephony.listen({ onEvent: (event) => events.push(event) })
  return events
}

test('a simulated number calls without a carrier', async () => {
  const clock = openVirtualClock()
  await using app = await startTestApp({ telephony: { clock, calleeOf: () => callee } })
  await addNumber(app, { type: 'SIMULATED' })
  const { workspaceId } = app.owner
  const calling = await carrierOfNumber(app.context, { workspaceId, number })
  expect(calling).toMatchObject({ number, provider: 'SIMULATED', agentId: undefined })
  const events = listen(app)
  await calling.carrier.placeCall(order)
  await clock.advance(60_000)
  expect(events.map(({ status, reference }) => [status, reference])).toEqual([
    ['initiated', 'call-1'],
    ['ringing', 'call-1'],
    ['answered', 'call-1'],
    ['completed', 'call-1'],
  ])
})

/** An app whose Twilio is the double, and which that can reach. */
async function startWithTwilio() {
  const clock = openVirtualClock()
  const double = await startTwilioDouble({ ...account, clock, calleeOf: () => callee })
  const app = await startTestApp({ environment: { TWILIO_API_URL: double.url } })
  // Known only now: the address that Twilio asks and signs is the one the app listens on.
  Object.assign(app.context.config, { publicUrl: app.baseUrl })
  const id = await addNumber(app, {
    type: 'TWILIO',
    label: 'Sales',
    twilioAccountSid: account.accountSid,
    twilioAuthToken: account.authToken,
  })
  return {
    app,
    clock,
    double,
    id,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await double[Symbol.asyncDispose]()
    },
  }
}

test('a number of Twilio calls by its account, and what Twilio tells reaches whoever listens', async () => {
  await using twilio = await startWithTwilio()
  const { app, clock, double } = twilio
  const { workspaceId } = app.owner
  const { carrier } = await carrierOfNumber(app.context, { workspaceId, number })
  const events = listen(app)
  await carrier.placeCall({ ...order, machineDetection: 'fast' })
  await clock.advance(60_000, double.told)
  await eventually(
    () => events.length,
    (count) => count >= 5,
  )
  expect(double.refused).toEqual([])
  expect(events.map(({ status }) => status)).toEqual([
    'initiated',
    'ringing',
    'answered',
    'detected',
    'completed',
  ])
  expect(new Set(events.map(({ reference }) => reference))).toEqual(new Set(['call-1']))
  expect(events.find(({ status }) => isFinal(status))?.durationS).toBe(20)
})

/** What Twilio would send of a call to one of our addresses. */
async function knock(
  { app, id }: { app: TestApp; id: string },
  what: string,
  { form = {}, token = account.authToken }: { form?: Record<string, string>; token?: string } = {},
) {
  const url = `${app.baseUrl}/telephony/twilio/${app.owner.workspaceId}/${id}/${what}`
  const sent: Record<string, string> = { CallSid: 'CA1', ...form }
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signatureOf(token, url, sent),
    },
    body: new URLSearchParams(sent),
  })
  return { status: reply.status, text: await reply.text() }
}

test('callbacks that Twilio did not sign, or that are none, tell nothing', async () => {
  await using twilio = await startWithTwilio()
  const events = listen(twilio.app)
  const form = { CallStatus: 'completed' }
  const what = 'status?reference=call-1'
  expect(await knock(twilio, what, { form, token: 'guessed' })).toMatchObject({ status: 403 })
  expect(await knock(twilio, what, { form: { CallStatus: 'odd' } })).toMatchObject({ status: 400 })
  const elsewhere = { ...twilio, id: '00000000-0000-7000-8000-000000000000' }
  expect(await knock(elsewhere, what, { form })).toMatchObject({ status: 404 })
  const nonsense = { ...twilio, id: 'x' }
  expect(await knock(nonsense, what, { form })).toMatchObject({ status: 404 })
  expect(events).toEqual([])
  expect(await knock(twilio, what, { form })).toMatchObject({ status: 204 })
  expect(events).toMatchObject([{ status: 'completed', reference: 'call-1' }])
})

test('a call that comes in is connected to whoever takes it, and turned down when nobody does', async () => {
  await using twilio = await startWithTwilio()
  const form = { From: '+12025550110', To: number, CallStatus: 'ringing' }
  const refused = await knock(twilio, 'voice', { form })
  expect(refused.text).toContain('<Response><Reject/></Response>')
  const seen: unknown[] = []
  twilio.app.context.telephony.listen({
    async onIncoming({ callId, from, to }) {
      seen.push({ callId, from, to })
      return { parameters: { call: 'call-2' } }
    },
  })
  const taken = await knock(twilio, 'voice', { form })
  expect(taken.text).toContain(`<Stream url="${twilio.app.baseUrl.replace('http', 'ws')}/telephony`)
  expect(taken.text).toContain('<Parameter name="call" value="call-2"/>')
  expect(seen).toEqual([{ callId: 'CA1', from: '+12025550110', to: number }])
})

test('a number that is not there has no carrier', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const finding = carrierOfNumber(app.context, { workspaceId, number })
  await expect(finding).rejects.toMatchObject({ code: 'PHONE_NUMBER_NOT_FOUND' })
})
