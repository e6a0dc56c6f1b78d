import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDoc, makeDocx, makeEpub, makePdf } from '../../../test/documents.ts'
import {
  getItem,
  hours,
  knowledgePath as path,
  refunds,
  search,
  uploadFile,
} from '../../../test/knowledge.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const html = `<html><body><h1>Shop</h1><p>${refunds}</p></body></html>`
const book = makeEpub('Handbook', [{ title: 'Shop', paragraphs: [refunds] }])

/** Files of the store, finished ones and others. */
async function filesOf(app: TestApp): Promise<string[]> {
  const folder = join(app.dataDir, 'media')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

test.each([
  ['pdf', makePdf([[{ text: hours }], [{ text: refunds }]]), { page: 2 }],
  ['docx', makeDocx([{ heading: 'Shop', level: 1 }, refunds]), { heading: 'Shop' }],
  ['doc', makeDoc(`${hours}\n${refunds}`), {}],
  ['epub', book, { heading: 'Shop' }],
  ['html', Buffer.from(html), { heading: 'Shop' }],
  ['txt', Buffer.from(refunds), { offset: 0 }],
])('a file of kind %s is uploaded, read and found', async (kind, file, source) => {
  await using app = await startTestApp()
  const sent = await uploadFile(app, file, `Our rules.${kind}`)
  expect(sent).toMatchObject({
    status: 200,
    body: {
      data: {
        type: 'FILE',
        itemName: 'Our rules',
        status: 'PROCESSING',
        extension: kind,
        sizeBytes: file.length,
      },
    },
  })
  const { id } = sent.body.data
  await app.drain()
  expect(await getItem(app, id)).toMatchObject({
    status: 'PROCESSED',
    failureReason: null,
    extension: kind,
    searchableBy: 'hybrid',
  })
  const { passages } = await search(app, 'Is the receipt needed for refunds?')
  expect(passages[0]?.text).toContain('The receipt is needed for it.')
  expect(passages[0]?.source).toMatchObject({ itemId: id, type: 'FILE', ...source })
})

test('a file is called as its uploader wants', async () => {
  await using app = await startTestApp()
  const sent = await uploadFile(app, Buffer.from(refunds), 'a.txt', {
    itemName: 'Rules',
    type: 'FILE',
  })
  expect(sent.body.data.itemName).toBe('Rules')
})

test('its name does not decide what a file is', async () => {
  await using app = await startTestApp()
  const { body } = await uploadFile(app, makePdf([[{ text: refunds }]]), '../../etc/passwd.txt')
  await app.drain()
  expect(await getItem(app, body.data.id)).toMatchObject({ status: 'PROCESSED', extension: 'pdf' })
})

test.each([
  ['an encrypted PDF', makePdf([[{ text: 'x' }]], { isEncrypted: true }), 'encrypted'],
  ['a file of another kind', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'unsupported'],
  ['an empty file', Buffer.alloc(0), 'empty'],
  ['a damaged file', makeDocx(['x']).subarray(0, 300), 'corrupt'],
  [
    'a zip bomb',
    makeDocx(['x'], [{ name: 'word/a.xml', content: Buffer.alloc(120 * 1024 ** 2) }]),
    'too_large',
  ],
])('%s fails with its reason, and the server goes on', async (_, file, failureCode) => {
  await using app = await startTestApp()
  const { body } = await uploadFile(app, file, 'a.docx')
  await app.drain()
  expect(await getItem(app, body.data.id)).toMatchObject({
    status: 'FAILED',
    failureCode,
    failureReason: expect.stringMatching(/^[A-Z].*\.$/),
    chunks: 0,
    searchableBy: 'nothing',
  })
  expect((await search(app, 'x')).passages).toEqual([])
})

test('a file beyond the quota is refused, and nothing of it stays', async () => {
  await using app = await startTestApp({ environment: { KNOWLEDGE_TIER: 'free' } })
  const sent = await uploadFile(app, Buffer.alloc(1_100_000, 'a'), 'a.txt')
  expect(sent).toMatchObject({ status: 413, body: { error: { name: 'KNOWLEDGE_QUOTA_EXCEEDED' } } })
  expect(await filesOf(app)).toEqual([])
})

test('a file that is larger than any may be is refused, and nothing of it stays', async () => {
  await using app = await startTestApp()
  const sent = await uploadFile(app, Buffer.alloc(51 * 1024 ** 2, 'a'), 'a.txt')
  expect(sent).toMatchObject({ status: 413, body: { error: { name: 'PAYLOAD_TOO_LARGE' } } })
  expect(await filesOf(app)).toEqual([])
})

test.each([
  ['no file', new FormData()],
  ['a file in another field', withFile('document')],
  ['another type', withFile('file', { type: 'URL' })],
])('a form with %s is refused', async (_, form) => {
  await using app = await startTestApp()
  const reply = await fetch(app.baseUrl + path, {
    method: 'POST',
    headers: { 'x-api-key': app.owner.apiKey },
    body: form,
  })
  expect(reply.status).toBe(400)
  expect(await filesOf(app)).toEqual([])
})

function withFile(field: string, fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append(field, new Blob([refunds]), 'a.txt')
  return form
}

test('with an item its file goes too', async () => {
  await using app = await startTestApp()
  const { body } = await uploadFile(app, Buffer.from(refunds), 'a.txt')
  expect(await filesOf(app)).toHaveLength(1)
  await app.call('DELETE', `${path}/${body.data.id}`)
  await app.drain()
  expect(await filesOf(app)).toEqual([])
})

test('a file is read again on demand', async () => {
  await using app = await startTestApp()
  const { body } = await uploadFile(app, Buffer.from(refunds), 'a.txt')
  await app.drain()
  const again = await app.call('POST', `${path}/${body.data.id}/refresh`, { body: {} })
  expect(again.body.data).toMatchObject({ status: 'PROCESSING', chunks: 1 })
  // What it had stays findable until then.
  expect((await search(app, 'refunds')).passages).toHaveLength(1)
  await app.drain()
  expect(await getItem(app, body.data.id)).toMatchObject({ status: 'PROCESSED', chunks: 1 })
})

test('a file that vanished from the store is told so', async () => {
  await using app = await startTestApp()
  const { body } = await uploadFile(app, Buffer.from(refunds), 'a.txt')
  await app.context.media.delete({ workspaceId: app.owner.workspaceId, id: body.data.id })
  await app.drain()
  expect(await getItem(app, body.data.id)).toMatchObject({
    status: 'FAILED',
    failureCode: 'file_missing',
  })
})
