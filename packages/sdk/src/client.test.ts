import { expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import { ada, one, page, refusal, startServer, type Thing } from '../test/sample-server.ts'
import { ParleyError } from './errors.ts'

test('a single thing is answered without its envelope', async () => {
  await using server = await startServer([{ json: one }])

  const thing = await server.client.things.get('a/b', { include: 'company' })

  expectTypeOf(thing).toEqualTypeOf<z.infer<typeof Thing>>()
  expect(thing).toEqual(ada)
  expect(server.seen).toMatchObject([
    {
      method: 'GET',
      url: '/v1/things/a%2Fb?include=company',
      headers: { 'x-api-key': 'sk_test', accept: 'application/json' },
    },
  ])
})

test('a list is answered with its pagination, and the query is written as the API reads it', async () => {
  await using server = await startServer([{ json: page(['a', 'b'], null) }])

  const found = await server.client.things.list({
    limit: 2,
    search: 'a & b',
    cursor: undefined,
    'created_at[gte]': new Date(0),
    'name[in]': ['x', 'y'],
  })

  expect(found.pagination.total).toBe(3)
  expect(found.data.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(
    Object.fromEntries(new URL(server.seen[0]?.url ?? '', server.baseUrl).searchParams),
  ).toEqual({
    limit: '2',
    search: 'a & b',
    'created_at[gte]': '1970-01-01T00:00:00.000Z',
    'name[in]': 'x,y',
  })
})

test('all() walks every page by cursor', async () => {
  await using server = await startServer([
    { json: page(['a', 'b'], 'next/1') },
    { json: page(['c'], null) },
  ])

  const names: string[] = []
  for await (const thing of server.client.things.all({ limit: 2 })) names.push(thing.name)

  expect(names).toEqual(['a', 'b', 'c'])
  expect(server.seen.map(({ url }) => url)).toEqual([
    '/v1/things?limit=2',
    '/v1/things?limit=2&cursor=next%2F1',
  ])
})

test('all() fetches no page that the loop does not reach', async () => {
  await using server = await startServer([{ json: page(['a', 'b'], 'next') }])
  for await (const thing of server.client.things.all()) if (thing.name === 'b') break
  expect(server.seen).toHaveLength(1)
})

test('an operation can be called by its id, and a reply with more than data is answered whole', async () => {
  const whole = { ...one, warnings: ['slow'] }
  await using server = await startServer([{ json: whole }, { json: whole }])

  const byId = await server.client.call('moveThing', { params: { id: '7', place: 'top' } })
  const byName = await server.client.things.move({ id: '7', place: 'top' })

  expect(byId.warnings).toEqual(['slow'])
  expect(byName).toEqual(byId)
  expect(server.seen[0]?.url).toBe('/v1/things/7/places/top')
})

test('a refusal is thrown with its code, details and request id', async () => {
  await using server = await startServer([
    {
      status: 400,
      headers: { 'x-request-id': 'r-1' },
      json: { ...refusal('VALIDATION_ERROR'), details: { field: 'name' } },
    },
  ])

  const error = await server.client.things.create({ name: '' }).catch((caught: unknown) => caught)

  expect(error).toBeInstanceOf(ParleyError)
  expect(error).toMatchObject({
    status: 400,
    code: 'VALIDATION_ERROR',
    message: 'No: VALIDATION_ERROR.',
    details: { field: 'name' },
    requestId: 'r-1',
  })
})

test.each(['', '.', '..', undefined])('the id %j never reaches another path', async (id) => {
  await using server = await startServer([])
  await expect(async () => server.client.things.get(id as string)).rejects.toThrow(
    "getThing needs 'id'.",
  )
  expect(server.seen).toHaveLength(0)
})

test('an operation that does not exist is a mistake of the caller', async () => {
  await using server = await startServer([])
  expect(() => server.client.call('nothing' as 'getThing', { params: { id: '7' } })).toThrow(
    "There is no operation 'nothing'.",
  )
})
