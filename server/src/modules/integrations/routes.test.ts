import type { IntegrationName } from '@parley/contract'
import { expect, test } from 'vitest'
import { startChatService } from '../../../test/chat-service.ts'
import { startMailServer } from '../../../test/mail-server.ts'
import { runServerFrom } from '../../../test/operators.ts'
import { readOutbox } from '../../../test/people.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { openFake } from '../../providers/stt/fake.ts'
import { startTwilioDouble } from '../../providers/telephony/twilio/double.ts'
import { openVirtualClock } from '../../providers/telephony/index.ts'

const tryOut = (app: TestApp, name: IntegrationName) => app.client.integrations.test({ name })

test('what is configured is told without secrets, and addresses to those who run the server alone', async () => {
  const environment = {
    LLM_BASE_URL: 'http://user:hush@llm.internal:8000/v1/',
    LLM_MODEL: 'small',
    LLM_API_KEY: 'sk-hush',
    SMTP_URL: 'smtp://robot:hush@mail.internal:587',
  }
  await using app = await startTestApp({ environment })
  const before = await app.client.integrations.list()
  expect(before.map(({ address }) => address).filter(Boolean)).toEqual([])
  await runServerFrom(app)
  const after = await app.client.integrations.list()
  expect(after).toMatchObject([
    { name: 'language_model', state: 'service', address: 'http://llm.internal:8000/v1' },
    { name: 'speech_to_text', state: 'local' },
    { name: 'text_to_speech', state: 'local' },
    { name: 'embeddings', state: 'local' },
    { name: 'telephony', state: 'off', numbers: [] },
    { name: 'mail', state: 'service', engine: 'smtp', address: 'smtp://mail.internal:587' },
    { name: 'media_storage', state: 'local' },
  ])
  expect(JSON.stringify([before, after])).not.toContain('hush')
})

test('a model that answers passes, and reading stops at its first word', async () => {
  await using service = await startChatService(() => 'yes')
  await using app = await startTestApp({
    environment: { LLM_BASE_URL: service.baseUrl, LLM_MODEL: 'small' },
  })
  expect(await tryOut(app, 'language_model')).toMatchObject({
    success: true,
    reason: null,
    message: expect.stringContaining('small answered') as string,
  })
  expect(service.asked).toHaveLength(1)
})

test('a model that refuses the key says so, and does not repeat the key', async () => {
  await using service = await startChatService(() => ({
    status: 401,
    message: 'Incorrect API key provided: sk-hush',
  }))
  await using app = await startTestApp({
    environment: { LLM_BASE_URL: service.baseUrl, LLM_MODEL: 'small', LLM_API_KEY: 'sk-hush' },
  })
  const result = await tryOut(app, 'language_model')
  expect(result).toMatchObject({ success: false, reason: 'refused' })
  expect(result.message).toContain('Status 401')
  expect(result.message).not.toContain('sk-hush')
})

test('where nobody answers, those who run the server are told where that is, and others are not', async () => {
  await using app = await startTestApp({
    environment: { LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_MODEL: 'small' },
  })
  const hidden = await tryOut(app, 'language_model')
  expect(hidden).toMatchObject({ success: false, reason: 'unreachable' })
  expect(hidden.message).toContain('ECONNREFUSED')
  expect(hidden.message).not.toContain('127.0.0.1')
  await runServerFrom(app)
  expect((await tryOut(app, 'language_model')).message).toContain('127.0.0.1:9')
})

test('what is not set up names the variables that would set it up', async () => {
  await using app = await startTestApp({ stt: null, tts: null, embeddings: null })
  const names = ['language_model', 'speech_to_text', 'text_to_speech', 'embeddings'] as const
  for (const name of names) {
    expect(await tryOut(app, name)).toMatchObject({
      success: false,
      reason: 'not_configured',
      message: expect.stringMatching(/Set [A-Z]/) as string,
    })
  }
  expect(await tryOut(app, 'telephony')).toMatchObject({ reason: 'not_configured' })
})

test('ears that hear the recording pass, and those that hear something else are quoted', async () => {
  const line = { startMs: 100, endMs: 2_500 }
  const text = 'He was not an ill-disposed young man.'
  await using app = await startTestApp({ stt: openFake({ lines: [{ ...line, text }] }) })
  expect(await tryOut(app, 'speech_to_text')).toMatchObject({
    success: true,
    message: expect.stringContaining(text) as string,
  })
  await using deaf = await startTestApp({
    stt: openFake({ lines: [{ ...line, text: 'Thank you for watching.' }] }),
  })
  expect(await tryOut(deaf, 'speech_to_text')).toMatchObject({
    success: false,
    reason: 'wrong_answer',
    message: expect.stringContaining('Thank you for watching.') as string,
  })
})

test('voice, embeddings and storage do what they are asked', async () => {
  await using app = await startTestApp()
  for (const name of ['text_to_speech', 'embeddings', 'media_storage'] as const) {
    expect(await tryOut(app, name)).toMatchObject({ name, success: true })
  }
  // Nothing is left of it.
  expect(await app.context.media.measure(1_000)).toMatchObject({ files: 0 })
})

test('a mail goes to whoever asks, by the mail server or into the outbox', async () => {
  await using server = await startMailServer()
  await using app = await startTestApp({
    environment: { SMTP_URL: `smtp://127.0.0.1:${server.port}` },
  })
  const email = `${app.owner.userId}@example.test`
  expect(await tryOut(app, 'mail')).toMatchObject({ success: true })
  expect(await server.received()).toMatchObject([{ to: [email], subject: 'Parley can send mail' }])

  await using offline = await startTestApp()
  const result = await tryOut(offline, 'mail')
  expect(result).toMatchObject({ success: true })
  expect(result.message).toContain('outbox')
  expect(await readOutbox(offline)).toMatchObject([{ to: `${offline.owner.userId}@example.test` }])
})

test('a mail server that is not there is said to be', async () => {
  await using app = await startTestApp({ environment: { SMTP_URL: 'smtp://127.0.0.1:9' } })
  expect(await tryOut(app, 'mail')).toMatchObject({ success: false, reason: 'unreachable' })
})

test('each carrier of the workspace is asked whether it lets us in', async () => {
  const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'very secret' }
  const clock = openVirtualClock()
  await using double = await startTwilioDouble({
    ...account,
    clock,
    calleeOf: () => ({ kind: 'busy' }),
  })
  await using app = await startTestApp({ environment: { TWILIO_API_URL: double.url } })
  const add = (phoneNumber: string, twilioAuthToken?: string) =>
    app.call('POST', '/v1/voice-agents/phone-number', {
      body: twilioAuthToken
        ? { type: 'TWILIO', phoneNumber, twilioAuthToken, twilioAccountSid: account.accountSid }
        : { type: 'SIMULATED', phoneNumber },
    })
  await add('+12025550123', account.authToken)
  await add('+12025550124')
  expect(await tryOut(app, 'telephony')).toMatchObject({ success: true })
  const telephony = (await app.client.integrations.list()).find(({ name }) => name === 'telephony')
  expect(telephony?.numbers).toEqual([
    { carrier: 'SIMULATED', count: 1 },
    { carrier: 'TWILIO', count: 1 },
  ])

  await app.db.pool.query("delete from phone_number where provider = 'TWILIO'")
  await add('+12025550125', 'wrong')
  const result = await tryOut(app, 'telephony')
  expect(result).toMatchObject({ success: false, reason: 'refused' })
  expect(result.message).toContain(account.accountSid)
})

test('only owners and admins see and test integrations', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'manager')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'delete'] })
  const path = '/functions/v1/integrations'
  expect((await app.call('GET', path, { key })).status).toBe(403)
  const body = { name: 'mail' }
  expect((await app.call('POST', `${path}/test`, { key, body })).status).toBe(403)
})
