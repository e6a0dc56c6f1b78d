import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { callTool } from './index.ts'

async function makeTool(app: TestApp, toolSettings: object, key = app.owner.apiKey) {
  const body = {
    type: 'FUNCTION',
    name: 'Book a demo',
    description: 'Books a demo.',
    params: { name: { type: 'string', required: true } },
    toolSettings: { methodType: 'POST', authToken: key, ...toolSettings },
  }
  const { status, body: reply } = await app.call('POST', '/v2/web-tool', { body })
  return { status: status as number, id: String(reply.data?.id) }
}

const use = (app: TestApp, toolId: string) =>
  callTool(app.context, {
    workspaceId: app.owner.workspaceId,
    toolId,
    arguments: { name: 'Ada' },
    idempotencyKey: 'use-1',
  })

const meetings = '/functions/v1/api-v1-meetings'

test('a tool writes into the CRM of this server with its key, once for each use', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const key = await app.newKey({ workspaceId, userId, scopes: ['meetings:write'] })
  const made = await makeTool(
    app,
    {
      serverUrl: meetings,
      body: { title: 'Demo with {{name}}' },
      extract: { message: '$.data.title' },
      idempotencyHeader: 'Idempotency-Key',
    },
    key,
  )
  const { id } = made
  expect(await use(app, id)).toMatchObject({
    ok: true,
    status: 201,
    output: { message: 'Demo with Ada' },
  })
  expect(await use(app, id)).toMatchObject({ ok: true })
  const { body } = await app.call('GET', meetings)
  expect(body.data).toMatchObject([{ title: 'Demo with Ada' }])
})

test('without a key that may, the API refuses a tool as anybody else', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const key = await app.newKey({ workspaceId, userId, scopes: ['read'] })
  const made = await makeTool(app, { serverUrl: meetings }, key)
  expect(await use(app, made.id)).toMatchObject({ ok: false, status: 403 })
})

test.for([
  '/examples/voice/token',
  '/functions/v1/../../examples/voice/token',
  '/functions/v1/%2e%2e/%2E%2e/metrics',
  '//127.0.0.1/functions/v1/x',
  'http://parley.invalid/metrics',
])('a tool cannot be made to ask %s', async (serverUrl) => {
  await using app = await startTestApp()
  const made = await makeTool(app, { serverUrl })
  expect(made.status).toBe(400)
})

test('an argument does not lead a tool out of the API', async () => {
  await using app = await startTestApp()
  const made = await makeTool(app, { serverUrl: '/functions/v1/{name}' })
  const result = await callTool(app.context, {
    workspaceId: app.owner.workspaceId,
    toolId: made.id,
    arguments: { name: '../../metrics' },
  })
  expect(result).toMatchObject({ ok: false, status: 404 })
})
