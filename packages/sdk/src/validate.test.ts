import { expect, test } from 'vitest'
import { ada, type Answer, one, page, refusal, startServer } from '../test/sample-server.ts'
import { ParleyContractError } from './errors.ts'

test.each<[string, Answer]>([
  ['an unknown key', { json: { data: { ...ada, secret: 1 }, error: null } }],
  ['a missing key', { json: { data: { id: '7', name: 'Ada' }, error: null } }],
  ['a wrong type', { json: { data: { ...ada, size: '3' }, error: null } }],
  ['another status', { status: 201, json: one }],
  ['another content type', { headers: { 'content-type': 'text/plain' }, json: one }],
  ['an unknown code', { status: 400, json: refusal('NONSENSE') }],
  ['a code under the wrong status', { status: 400, json: refusal('CONTACT_NOT_FOUND') }],
  ['a refusal with an unknown key', { status: 400, json: { ...refusal('INVALID_JSON'), x: 1 } }],
])('a checked reply with %s breaks the contract', async (_, answer) => {
  await using server = await startServer([answer])
  await expect(server.client.things.get('7')).rejects.toBeInstanceOf(ParleyContractError)
})

test('a checked list may lack the columns that were not asked for', async () => {
  const sparse = { ...page([], null), data: [{ id: '7' }] }
  await using server = await startServer([{ json: sparse }, { json: sparse }])
  await server.client.things.list({ fields: 'id' })
  await expect(server.client.things.list({})).rejects.toBeInstanceOf(ParleyContractError)
})
