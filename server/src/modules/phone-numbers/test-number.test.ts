import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { openVirtualClock } from '../../providers/telephony/index.ts'
import { startTwilioDouble } from '../../providers/telephony/twilio/double.ts'

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'very secret' }
const number = '+12025550123'
const path = '/v1/voice-agents/phone-number'
const publicUrl = 'https://parley.example'

async function startDouble(accountStatus = 'active') {
  const numbers = new Map<string, string>()
  const double = await startTwilioDouble({
    ...account,
    clock: openVirtualClock(),
    calleeOf: () => ({ kind: 'busy' }),
    accountStatus,
    numbers,
  })
  return Object.assign(double, { numbers })
}

async function add(app: TestApp, authToken = account.authToken) {
  const { body } = await app.call('POST', path, {
    body: {
      type: 'TWILIO',
      phoneNumber: number,
      twilioAccountSid: account.accountSid,
      twilioAuthToken: authToken,
    },
  })
  return body.data as { id: string; voiceUrl: string }
}

async function check(app: TestApp, id: string) {
  const reply = await app.call('POST', `${path}/test`, { body: { pid: id } })
  expect(reply.status).toBe(200)
  return reply.body.data as { ok: boolean; checks: { name: string; ok: boolean; code: string }[] }
}

test('a number of Twilio is looked at step by step, and what is wrong is said exactly', async () => {
  await using double = await startDouble()
  const environment = { TWILIO_API_URL: double.url, PUBLIC_URL: publicUrl }
  await using app = await startTestApp({ environment })
  const { id, voiceUrl } = await add(app)
  expect(await check(app, id)).toMatchObject({
    ok: false,
    checks: [
      { name: 'account', ok: true, code: null, message: 'Twilio accepts the account "Sales".' },
      { name: 'number', ok: false, code: 'not_found' },
    ],
  })
  double.numbers.set(number, 'https://elsewhere.example/voice')
  expect((await check(app, id)).checks[2]).toMatchObject({
    name: 'callbacks',
    ok: false,
    message: expect.stringContaining('are sent to https://elsewhere.example/voice'),
  })
  double.numbers.set(number, voiceUrl)
  const all = await check(app, id)
  expect(all.ok).toBe(true)
  expect(all.checks.map(({ name }) => name)).toEqual(['account', 'number', 'callbacks'])
})

test('a server without a public address cannot be called back', async () => {
  await using double = await startDouble()
  await using app = await startTestApp({ environment: { TWILIO_API_URL: double.url } })
  const { id, voiceUrl } = await add(app)
  double.numbers.set(number, voiceUrl)
  expect((await check(app, id)).checks[2]).toMatchObject({ ok: false, code: 'no_public_url' })
})

test.each([
  ['a wrong token', 'active', 'guessed', 'bad_credentials 20003'],
  ['a suspended account', 'suspended', account.authToken, 'account'],
])('%s is said, and nothing else is asked', async (_, status, token, code) => {
  await using double = await startDouble(status)
  await using app = await startTestApp({ environment: { TWILIO_API_URL: double.url } })
  const { id } = await add(app, token)
  expect(await check(app, id)).toMatchObject({ ok: false, checks: [{ name: 'account', code }] })
})

test('a carrier that does not answer is said', async () => {
  await using app = await startTestApp()
  const { id } = await add(app)
  expect(await check(app, id)).toMatchObject({ checks: [{ ok: false, code: 'unavailable' }] })
})

test('a simulated number always works', async () => {
  await using app = await startTestApp()
  const added = await app.call('POST', path, { body: { type: 'SIMULATED', phoneNumber: number } })
  const { id } = added.body.data as { id: string }
  expect(await check(app, id)).toMatchObject({ ok: true, checks: [{ name: 'carrier', ok: true }] })
})

test('a number that is not there is refused', async () => {
  await using app = await startTestApp()
  const reply = await app.call('POST', `${path}/test`, { body: { pid: app.context.newId() } })
  expect(reply).toMatchObject({ status: 404, body: { error: { name: 'PHONE_NUMBER_NOT_FOUND' } } })
})
