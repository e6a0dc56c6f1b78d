import { expect, test } from 'vitest'
import { makePdf } from '../../../test/documents.ts'
import {
  drainRetries,
  getItem,
  knowledgePath as path,
  refunds,
  search,
} from '../../../test/knowledge.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { redirectTo, refuse, startWebSite } from '../../../test/web-site.ts'

const environment = { OUTBOUND_ALLOW: '127.0.0.1' }
const pdf = makePdf([[{ text: refunds }]])

async function addFile(app: TestApp, itemUrl: string): Promise<string> {
  const { body } = await app.call('POST', path, { body: { items: [{ type: 'FILE', itemUrl }] } })
  return body.data.id as string
}

test('a file is fetched from its address, through redirects, and read', async () => {
  await using site = await startWebSite({
    '/download/Our%20rules.pdf': redirectTo('/files/1'),
    '/files/1': (response) => response.end(pdf),
  })
  await using app = await startTestApp({ environment })
  const itemUrl = `${site.url}/download/Our%20rules.pdf`
  const id = await addFile(app, itemUrl)
  expect(await getItem(app, id)).toMatchObject({ itemName: 'Our rules', itemUrl, sizeBytes: 0 })
  await app.drain()
  expect(await getItem(app, id)).toMatchObject({
    status: 'PROCESSED',
    extension: 'pdf',
    sizeBytes: pdf.length,
  })
  expect((await search(app, 'refunds')).passages[0]?.source).toMatchObject({
    url: itemUrl,
    page: 1,
  })
})

test.each([
  ['/404', 'rejected_by_host'],
  ['/circle', 'too_many_redirects'],
  ['/inside', 'forbidden_address'],
])('a file at %s fails at once', async (where, failureCode) => {
  await using site = await startWebSite({
    '/circle': redirectTo('/circle'),
    '/inside': redirectTo('http://192.168.0.1/a.pdf'),
  })
  await using app = await startTestApp({ environment })
  const id = await addFile(app, site.url + where)
  await app.drain()
  expect(await getItem(app, id)).toMatchObject({ status: 'FAILED', failureCode })
})

test('a server that is busy is asked again, and then given up', async () => {
  await using site = await startWebSite({ '/a.pdf': refuse(503) })
  await using app = await startTestApp({ environment })
  const id = await addFile(app, `${site.url}/a.pdf`)
  await app.drain()
  expect((await getItem(app, id)).status).toBe('PROCESSING')
  await drainRetries(app)
  expect(await getItem(app, id)).toMatchObject({
    status: 'FAILED',
    failureCode: 'rejected_by_host',
    failureReason: 'Its server answered 503.',
  })
  expect(site.asked).toHaveLength(4)
})

test('a server that was busy for a while gives its file after all', async () => {
  let count = 0
  await using site = await startWebSite({
    '/a.pdf': (response) => {
      count += 1
      if (count === 1) response.writeHead(429).end()
      else response.end(pdf)
    },
  })
  await using app = await startTestApp({ environment })
  const id = await addFile(app, `${site.url}/a.pdf`)
  await drainRetries(app, 2)
  expect((await getItem(app, id)).status).toBe('PROCESSED')
})

test('a file that does not fit into the quota fails, and is not kept', async () => {
  await using site = await startWebSite({
    '/a.txt': (response) => response.end(Buffer.alloc(1_100_000, 'a')),
  })
  await using app = await startTestApp({ environment: { ...environment, KNOWLEDGE_TIER: 'free' } })
  const id = await addFile(app, `${site.url}/a.txt`)
  await app.drain()
  expect(await getItem(app, id)).toMatchObject({ status: 'FAILED', failureCode: 'quota_exceeded' })
  const key = { workspaceId: app.owner.workspaceId, id }
  expect(await app.context.media.stat(key)).toBeUndefined()
})

test('a file is fetched anew on demand', async () => {
  const files = [
    refunds,
    'Now everything is different, and nothing is paid back to anybody at all.',
  ]
  await using site = await startWebSite({ '/a.txt': (response) => response.end(files.shift()) })
  await using app = await startTestApp({ environment })
  const id = await addFile(app, `${site.url}/a.txt`)
  await app.drain()
  await app.call('POST', `${path}/${id}/refresh`, { body: {} })
  await app.drain()
  const { passages } = await search(app, 'Is anything paid back?')
  expect(passages.map(({ text }) => text)).toEqual([expect.stringContaining('nothing is paid')])
})
