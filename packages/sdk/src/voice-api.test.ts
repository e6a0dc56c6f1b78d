import { expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import { ada, result, startServer, type Thing, voicePage } from '../test/sample-server.ts'
import { ParleyError } from './errors.ts'

type Row = z.infer<typeof Thing>

test('the envelope of the voice API is taken off: only its data is answered', async () => {
  await using server = await startServer([{ json: result(ada) }])
  const thing = await server.client.voiceThings.get('7')
  expectTypeOf(thing).toEqualTypeOf<Row>()
  expect(thing).toEqual(ada)
})

test('a page says how many there are, and how many match', async () => {
  await using server = await startServer([{ json: voicePage(['a'], 1) }])
  const page = await server.client.voiceThings.list({ take: 5, skip: 2, search: 'a' })
  expectTypeOf(page.things).toEqualTypeOf<Row[]>()
  expect(page).toMatchObject({ total: 9, filtered: 1, things: [{ name: 'a' }] })
  expect(server.seen[0]?.url).toBe('/v2/things?take=5&skip=2&search=a')
})

test('all() turns pages by their number until all that match were seen', async () => {
  await using server = await startServer([
    { json: voicePage(['a', 'b'], 3) },
    { json: voicePage(['c'], 3) },
  ])
  const walk = server.client.voiceThings.all({ take: 2, search: 'x' })
  expectTypeOf(walk).toExtend<AsyncIterable<Row>>()

  const names: string[] = []
  for await (const { name } of walk) names.push(name)

  expect(names).toEqual(['a', 'b', 'c'])
  expect(server.seen.map(({ url }) => url)).toEqual([
    '/v2/things?take=2&search=x&skip=1',
    '/v2/things?take=2&search=x&skip=2',
  ])
})

test('without a size it asks for large pages, and ends with one that is empty', async () => {
  await using server = await startServer([
    { json: voicePage(['a'], 300) },
    { json: voicePage([], 300) },
  ])
  const names: string[] = []
  for await (const { name } of server.client.voiceThings.all()) names.push(name)
  expect(names).toEqual(['a'])
  expect(server.seen.map(({ url }) => url)).toEqual([
    '/v2/things?take=100&skip=1',
    '/v2/things?take=100&skip=2',
  ])
})

test('lists under other names are walked too, by a body or by page and perPage', async () => {
  await using server = await startServer([
    { json: voicePage(['a'], 2) },
    { json: voicePage(['b'], 2) },
    { json: voicePage(['c'], 1) },
  ])
  const names: string[] = []
  const { search, short } = server.client.voiceThings
  for await (const { name } of search.all({ q: 'x', take: 1 })) names.push(name)
  for await (const { name } of short.all({ perPage: 5 })) names.push(name)
  expect(names).toEqual(['a', 'b', 'c'])
  expect(server.seen.map(({ url, body }) => [url, body])).toEqual([
    ['/v2/things/search', '{"q":"x","take":1,"skip":1}'],
    ['/v2/things/search', '{"q":"x","take":1,"skip":2}'],
    ['/v2/things/short?perPage=5&page=1', ''],
  ])
})

test('a refusal has its code, sentence, details and request id, as any other', async () => {
  await using server = await startServer([
    {
      status: 404,
      headers: { 'x-request-id': 'r-1' },
      json: {
        success: false,
        error: {
          code: 10_404,
          name: 'AGENT_NOT_FOUND',
          message: 'There is no such agent.',
          details: { id: '7' },
        },
        message: 'There is no such agent.',
        messageKey: 'AgentNotFound',
      },
    },
  ])
  const error = await server.client.voiceThings.get('7').catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ParleyError)
  expect(error).toMatchObject({
    status: 404,
    code: 'AGENT_NOT_FOUND',
    message: 'There is no such agent.',
    details: { id: '7' },
    requestId: 'r-1',
  })
})

test('a file is sent to any door that takes one, with the fields of its form', async () => {
  await using server = await startServer([{ json: result(ada) }])
  const sent = await server.client.voiceThings.send.upload(
    '7',
    new Blob(['a,b']),
    { mapping: '{}' },
    { fileName: 'list.csv' },
  )
  expectTypeOf(sent).toEqualTypeOf<Row>()
  const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = server.seen
  expect(url).toBe('/v2/things/7/parts')
  expect(headers['content-type']).toMatch(/^multipart\/form-data/)
  expect(body).toContain('filename="list.csv"')
  expect(body).toContain('name="mapping"')
})

test('what can be had as a file is answered unread', async () => {
  await using server = await startServer([
    { headers: { 'content-type': 'text/csv' }, text: 'name\nAda\n' },
  ])
  const file = await server.client.voiceThings.export.file({ year: '1843' })
  expect(await file.text()).toBe('name\nAda\n')
  expect(server.seen[0]?.url).toBe('/v2/things/export?year=1843')
})

test('what is no list, no form and no file has none of their functions', () => {
  type Things = Awaited<ReturnType<typeof startServer>>['client']['voiceThings']
  expectTypeOf<Things['get']>().not.toHaveProperty('all')
  expectTypeOf<Things['get']>().not.toHaveProperty('upload')
  expectTypeOf<Things['list']>().not.toHaveProperty('file')
})
