import { endpoint, resultOf } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { makeWorkspace } from '../../../test/people.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { serve } from './serve.ts'
import { ok } from './voice-replies.ts'

const Body = z.looseObject({ text: z.string().min(1) })

function mountVoice(http: FastifyInstance): void {
  for (const pace of ['standard', 'realtime'] as const) {
    const probe = endpoint({
      id: `probe${pace}`,
      method: 'POST',
      path: `/v1/${pace}`,
      tag: 'Test',
      summary: 'Repeats a text',
      access: 'key',
      scope: 'write',
      envelope: 'voice',
      pace,
      body: Body,
      reply: resultOf(z.string()),
    })
    serve(http, probe, async ({ body }) => ok(body.text))
  }
}

const environment = { STANDARD_REQUESTS_PER_MINUTE: '2', REALTIME_REQUESTS_PER_MINUTE: '1' }

test('the voice API answers in its envelope, and refuses for both kinds of its clients', async () => {
  await using app = await startTestApp({ mount: mountVoice })
  const said = await app.call('POST', '/v1/standard', { body: { text: 'hello', other: 1 } })
  expect([said.status, said.body]).toEqual([
    200,
    { success: true, message: 'success', messageKey: 'OPERATION_SUCCESSFUL', data: 'hello' },
  ])
  const refused = await app.call('POST', '/v1/standard', { body: { text: 7 } })
  expect(refused.status).toBe(400)
  expect(refused.body).toMatchObject({
    success: false,
    error: { code: 10_400, name: 'VALIDATION_ERROR', details: { field: 'text' } },
    messageKey: 'ValidationError',
  })
  const unknown = await app.call('POST', '/v1/standard', { key: null, body: {} })
  expect([unknown.status, unknown.body]).toMatchObject([401, { error: { code: 10_401 } }])
  const nowhere = await app.call('GET', '/v2/nothing')
  expect([nowhere.status, nowhere.body]).toMatchObject([404, { error: { code: 10_404 } }])
})

test('each pace has a limit of its own by the minute', async () => {
  let ms = Date.UTC(2026, 0, 1)
  await using app = await startTestApp({ mount: mountVoice, environment, now: () => new Date(ms) })
  const ask = async (pace: string) => {
    const reply = await app.call('POST', `/v1/${pace}`, { body: { text: 'hello' } })
    const names = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after', 'ratelimit-policy']
    return [reply.status, ...names.map((name) => reply.headers.get(name))]
  }
  expect(await ask('standard')).toEqual([200, '2', '1', null, '"minute";q=2;w=60'])
  expect(await ask('standard')).toEqual([200, '2', '0', null, '"minute";q=2;w=60'])
  expect(await ask('standard')).toEqual([429, '2', '0', '30', '"minute";q=2;w=60'])
  expect(await ask('realtime')).toEqual([200, '1', '0', null, '"minute";q=1;w=60'])
  ms += 30_000
  expect((await ask('standard'))[0]).toBe(200)
})

test('who is signed in is not held to the pace of keys: pages ask again all the time', async () => {
  await using app = await startTestApp({ mount: mountVoice, environment })
  const { owner } = await makeWorkspace(app)
  for (let count = 0; count < 5; count++) {
    const reply = await owner.send('POST', '/v1/standard', { text: 'hello' })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('x-ratelimit-limit')).toBe('36000')
  }
})
