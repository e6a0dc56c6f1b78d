import { expect, test } from 'vitest'
import { mountProbes } from '../../../test/probe.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { newKey } from './key-format.ts'

const path = '/functions/v1/probe'

test('a key is known in each of its three places, and says who calls', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const key = app.owner.apiKey
  const places = [
    { 'x-api-key': key },
    { authorization: `Bearer ${key}` },
    { authorization: `Token ${key}` },
  ]
  for (const headers of places) {
    const reply = await app.call('GET', path, { key: null, headers })
    expect(reply.status).toBe(200)
    expect(reply.body.data).toEqual({
      userId: app.owner.userId,
      workspaceId: app.owner.workspaceId,
      seesAllRows: true,
    })
  }
  const inQuery = await app.call('GET', `${path}?api_key=${key}`, { key: null })
  expect(inQuery.status, 'queries end up in the logs of proxies').toBe(401)
})

test('no key, an unknown key and a mistyped key answer 401 INVALID_API_KEY', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  for (const key of [null, newKey(), `${newKey().slice(0, -1)}!`, 'sk_1', 'ü', ' ']) {
    const reply = await app.call('GET', path, { key })
    expect([reply.status, reply.body.code], `with key ${key}`).toEqual([401, 'INVALID_API_KEY'])
  }
})
