import { dataOf, endpoint } from '@parley/contract'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../src/platform/errors.ts'
import { answerRefusals } from '../src/platform/http/refusals.ts'
import { serve } from '../src/platform/http/serve.ts'
import { RawJson } from '../src/platform/raw-json.ts'
import { checkReplies } from './contract-check.ts'

const getThing = endpoint({
  id: 'getThing',
  method: 'GET',
  path: '/functions/v1/things/:id',
  tag: 'Things',
  summary: 'Get a thing',
  access: 'none',
  params: z.object({ id: z.string() }),
  reply: dataOf(z.object({ id: z.string(), nested: z.array(z.object({ x: z.int() })) })),
})

/** An app that answers one endpoint by `handler`, and what was wrong with its answers. */
async function violationsOf(handler: () => unknown, url = '/functions/v1/things/1') {
  const http = Fastify()
  answerRefusals(http)
  serve(http, getThing, async () => handler() as never)
  http.get('/functions/v1/plain', () => handler())
  http.get('/elsewhere', () => 'plain text')
  const { violations } = checkReplies(http)
  await http.inject(url)
  await http.close()
  return violations
}

const good = { data: { id: '1', nested: [{ x: 1 }] }, error: null }

test('a reply that keeps the contract is no violation, parsed or raw', async () => {
  expect(await violationsOf(() => good)).toEqual([])
  expect(await violationsOf(() => new RawJson(JSON.stringify(good)))).toEqual([])
})

test('a reply that breaks the contract is a violation, parsed or raw, at any depth', async () => {
  const bad = { data: { id: '1', nested: [{ x: 1, password: 'x' }] }, error: null }
  for (const answer of [bad, new RawJson(JSON.stringify(bad))]) {
    expect(await violationsOf(() => answer)).toEqual([
      'GET /functions/v1/things/1 answered 200: data.nested.0.password: unknown key',
    ])
  }
  expect(await violationsOf(() => new RawJson('{"data":'))).toHaveLength(1)
})

test('a refusal is a violation unless it is the envelope with a code of that status', async () => {
  const refuse = (error: Error) => () => {
    throw error
  }
  expect(await violationsOf(refuse(new AppError('CONTACT_NOT_FOUND', 'No.')))).toEqual([])
  expect(await violationsOf(refuse(new Error('bug')))).toEqual([])
  expect(await violationsOf(() => ({ message: 'no' }), '/functions/v1/plain')).toEqual([])
  expect(
    await violationsOf(refuse(new AppError('NO_SUCH_CODE' as 'CONFLICT', 'No.'))),
  ).toHaveLength(1)
})

test('a path of no endpoint is held to the envelope under /functions/v1 alone', async () => {
  expect(await violationsOf(() => good, '/functions/v1/nothing')).toEqual([])
  expect(await violationsOf(() => 'plain text', '/functions/v1/plain')).toHaveLength(1)
  expect(await violationsOf(() => good, '/elsewhere')).toEqual([])
})
