import { expect, test } from 'vitest'
import { makePdf } from '../../../test/documents.ts'
import {
  drainRetries,
  getItem,
  hours,
  knowledgePath as path,
  refunds,
  search,
} from '../../../test/knowledge.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { page, redirectTo, refuse, startWebSite } from '../../../test/web-site.ts'

const environment = { OUTBOUND_ALLOW: '127.0.0.1' }

async function addPages(app: TestApp, itemUrls: readonly string[]): Promise<string> {
  const { body } = await app.call('POST', path, { body: { items: [{ type: 'URL', itemUrls }] } })
  await app.drain()
  return body.data.id as string
}

test('pages are read, and found with their address and title', async () => {
  await using site = await startWebSite({
    '/refunds': page('Refunds', refunds),
    '/hours': page('Hours', hours),
    '/list.pdf': (response) => response.end(makePdf([[{ text: 'The small one costs nine.' }]])),
  })
  await using app = await startTestApp({ environment })
  const urls = ['/refunds', '/hours', '/refunds#again', '/list.pdf'].map((at) => site.url + at)
  const id = await addPages(app, urls)
  const item = await getItem(app, id)
  expect(item).toMatchObject({
    status: 'PROCESSED',
    itemName: `${new URL(site.url).host}/refunds`,
    itemUrl: urls[0],
    itemUrls: [urls[0], urls[1], urls[3]],
    chunks: 3,
    searchableBy: 'hybrid',
  })
  expect(item.urls[0]).toMatchObject({ status: 'PROCESSED', title: 'Refunds', wordsNumber: 16 })
  expect(item.sizeBytes).toBeGreaterThan(100)
  const { passages } = await search(app, 'When are refunds paid?')
  expect(passages[0]?.source).toMatchObject({
    itemId: id,
    type: 'URL',
    url: urls[0],
    title: 'Refunds',
    heading: 'Refunds',
  })
  const [pdf] = (await search(app, 'What costs nine?')).passages
  expect(pdf?.source).toMatchObject({ url: urls[3], page: 1 })
})

test('what cannot be read fails by itself, with its reason, and the rest is found', async () => {
  await using site = await startWebSite({
    '/robots.txt': 'User-agent: *\nDisallow: /private',
    '/ok': page('Refunds', refunds),
    '/circle': redirectTo('/circle'),
    '/empty': '<html></html>',
  })
  await using app = await startTestApp({ environment })
  const all = ['/ok', '/404', '/circle', '/empty', '/private/a']
  const id = await addPages(
    app,
    all.map((at) => site.url + at),
  )
  const { status, urls, failureCode } = await getItem(app, id)
  expect({ status, failureCode }).toEqual({ status: 'PROCESSED', failureCode: null })
  expect(urls.map((one) => [new URL(one.url).pathname, one.status, one.failureCode])).toEqual([
    ['/ok', 'PROCESSED', null],
    ['/404', 'FAILED', 'rejected_by_host'],
    ['/circle', 'FAILED', 'too_many_redirects'],
    ['/empty', 'FAILED', 'no_text'],
    ['/private/a', 'FAILED', 'forbidden_by_robots'],
  ])
  expect((await search(app, 'refunds')).passages).toHaveLength(1)
})

test('an item none of whose pages can be read fails with the reason of the first', async () => {
  await using site = await startWebSite()
  await using app = await startTestApp({ environment })
  const id = await addPages(app, [`${site.url}/a`, 'https://10.0.0.1/b'])
  expect(await getItem(app, id)).toMatchObject({
    status: 'FAILED',
    failureCode: 'rejected_by_host',
    failureReason: 'Its server answered 404.',
    urls: [{ failureCode: 'rejected_by_host' }, { failureCode: 'forbidden_address' }],
  })
})

test('addresses are added and removed, and with them what was read there', async () => {
  await using site = await startWebSite({
    '/refunds': page('Refunds', refunds),
    '/hours': page('Hours', hours),
  })
  await using app = await startTestApp({ environment })
  const id = await addPages(app, [`${site.url}/refunds`])
  const [first, second] = [`${site.url}/refunds`, `${site.url}/hours`]
  const added = await app.call('POST', `${path}/${id}/url`, { body: { url: second } })
  expect(added).toMatchObject({
    status: 200,
    body: {
      messageKey: 'URL_ADDED_SUCCESSFULLY',
      data: { status: 'PROCESSING', itemUrls: [first, second] },
    },
  })
  await app.drain()
  // What was read before is not fetched again.
  expect(site.asked.filter((at) => at === '/refunds')).toHaveLength(1)
  expect((await search(app, 'When does the shop open?')).passages[0]?.source.url).toBe(second)

  const removed = await app.call('DELETE', `${path}/${id}/url`, { body: { url: first } })
  expect(removed.body).toMatchObject({
    messageKey: 'URL_DELETED_SUCCESSFULLY',
    data: { itemUrls: [second] },
  })
  await app.drain()
  expect(await getItem(app, id)).toMatchObject({ status: 'PROCESSED', chunks: 1 })
  const found = (await search(app, 'refunds receipt')).passages
  expect(found.filter(({ text }) => text === refunds)).toEqual([])
  const again = await app.call('DELETE', `${path}/${id}/url`, { body: { url: first } })
  expect(again).toMatchObject({ status: 404, body: { error: { name: 'KNOWLEDGE_URL_NOT_FOUND' } } })
})

test('an item has at most a hundred addresses', async () => {
  await using site = await startWebSite()
  await using app = await startTestApp({ environment })
  const many = Array.from({ length: 100 }, (_, index) => `${site.url}/${index}`)
  const { body } = await app.call('POST', path, {
    body: { items: [{ type: 'URL', itemUrls: many }] },
  })
  const add = (url: string) => app.call('POST', `${path}/${body.data.id}/url`, { body: { url } })
  expect((await add(`${site.url}/100`)).status).toBe(400)
  expect((await add(`${site.url}/99`)).status).toBe(200)
})

test('only an item of addresses has any', async () => {
  await using app = await startTestApp()
  const items = [{ type: 'TEXT', content: refunds }]
  const { id } = (await app.call('POST', path, { body: { items } })).body.data
  const body = { url: 'https://example.com/' }
  expect((await app.call('POST', `${path}/${id}/url`, { body })).status).toBe(400)
  expect((await app.call('DELETE', `${path}/${id}/url`, { body })).status).toBe(400)
  expect((await app.call('POST', `${path}/${id}/refresh`, { body })).status).toBe(404)
})

test('pages are read again on demand, all or one', async () => {
  await using site = await startWebSite({ '/a': page('A', refunds), '/b': page('B', hours) })
  await using app = await startTestApp({ environment })
  const id = await addPages(app, [`${site.url}/a`, `${site.url}/b`])
  const asked = () => site.asked.filter((at) => at !== '/robots.txt')
  site.serve({ '/a': page('A', 'Nothing is paid back any more.'), '/b': page('B', hours) })
  await app.call('POST', `${path}/${id}/refresh`, { body: { url: `${site.url}/a` } })
  await app.drain()
  expect(asked()).toEqual(['/a', '/b', '/a'])
  expect((await search(app, 'paid back')).passages[0]?.text).toBe('Nothing is paid back any more.')
  await app.call('POST', `${path}/${id}/refresh`, { body: {} })
  await app.drain()
  expect(asked()).toEqual(['/a', '/b', '/a', '/a', '/b'])
  const unknown = { url: `${site.url}/c` }
  expect((await app.call('POST', `${path}/${id}/refresh`, { body: unknown })).status).toBe(404)
})

test('a page that is gone keeps what was read of it, and says that it is gone', async () => {
  await using site = await startWebSite({ '/a': page('A', refunds) })
  await using app = await startTestApp({ environment })
  const id = await addPages(app, [`${site.url}/a`])
  site.serve({})
  await app.call('POST', `${path}/${id}/refresh`, { body: {} })
  await app.drain()
  expect(await getItem(app, id)).toMatchObject({ status: 'FAILED', chunks: 1 })
  expect((await search(app, 'refunds')).passages).toHaveLength(1)
})

test('a site that is busy is asked again, while its other pages wait no longer', async () => {
  let isBusy = true
  await using site = await startWebSite({
    '/a': (response) => (isBusy ? refuseBusy(response) : response.end(page('A', refunds))),
    '/b': page('B', hours),
  })
  await using app = await startTestApp({ environment })
  const id = await addPages(app, [`${site.url}/a`, `${site.url}/b`])
  expect(await getItem(app, id)).toMatchObject({
    status: 'PROCESSING',
    urls: [{ status: 'PROCESSING' }, { status: 'PROCESSED' }],
  })
  isBusy = false
  await drainRetries(app, 1)
  expect(await getItem(app, id)).toMatchObject({ status: 'PROCESSED', chunks: 2 })
  expect(site.asked.filter((at) => at === '/b')).toHaveLength(1)
})

const refuseBusy = (response: Parameters<Exclude<ReturnType<typeof refuse>, string>>[0]) =>
  response.writeHead(503).end()

test('a site that stays busy fails in the end', async () => {
  await using site = await startWebSite({ '/a': refuse(500) })
  await using app = await startTestApp({ environment })
  const id = await addPages(app, [`${site.url}/a`])
  await drainRetries(app)
  expect(await getItem(app, id)).toMatchObject({
    status: 'FAILED',
    failureCode: 'rejected_by_host',
    urls: [{ status: 'FAILED' }],
  })
})

test('a page that does not fit into the quota fails, and the others are kept', async () => {
  const large = 'word '.repeat(150_000)
  await using site = await startWebSite({
    '/a': page('A', large),
    '/b': page('B', large),
    '/c': page('C', refunds),
  })
  await using app = await startTestApp({ environment: { ...environment, KNOWLEDGE_TIER: 'free' } })
  const id = await addPages(
    app,
    ['/a', '/b', '/c'].map((at) => site.url + at),
  )
  expect(await getItem(app, id)).toMatchObject({
    status: 'PROCESSED',
    urls: [
      { status: 'PROCESSED' },
      { status: 'FAILED', failureCode: 'quota_exceeded' },
      { status: 'PROCESSED' },
    ],
  })
})
