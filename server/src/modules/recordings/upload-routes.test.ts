import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLocalFolder } from '../../providers/media-store/index.ts'
import { eventually } from '../../../test/eventually.ts'
import { upload } from '../../../test/recordings.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'

const path = '/functions/v1/api-v1-recordings'
const wav = makeWav({ seconds: 1, tones: [440] })

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}
const mediaOf = (app: TestApp) => filesIn(join(app.dataDir, 'media'))

async function sendForm(app: TestApp, form: FormData | string, type?: string) {
  const reply = await fetch(app.baseUrl + path, {
    method: 'POST',
    headers: { 'x-api-key': app.owner.apiKey, ...(type && { 'content-type': type }) },
    body: form,
  })
  return { status: reply.status, body: (await reply.json()) as { code: string; error: string } }
}

test('a form says what a recording is about, in whatever order its fields come', async () => {
  await using app = await startTestApp()
  const contact = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'n@lumen.example',
  })
  const form = new FormData()
  form.append('title', 'First')
  form.append('file', new Blob([new Uint8Array(wav)]), '../../../etc/passwd')
  form.append('contact_id', contact.id)
  form.append('rep_channel', '2')
  form.append('recorded_at', '2026-01-02T03:04:05Z')
  expect(await sendForm(app, form)).toMatchObject({
    status: 201,
    body: {
      data: {
        title: 'First',
        contact_id: contact.id,
        rep_channel: 2,
        recorded_at: '2026-01-02T03:04:05.000Z',
        file_name: 'passwd',
      },
    },
  })
})

test.each([
  ['no file', () => [['title', 'x']], 'file'],
  [
    'a file in another field',
    () => [['audio', new Blob(['x'])]],
    "Send one file, in the field 'file'.",
  ],
  [
    'two files',
    () => [
      ['file', new Blob(['x'])],
      ['file', new Blob(['y'])],
    ],
    'Send one file',
  ],
  [
    'a wrong id',
    () => [
      ['file', new Blob(['x'])],
      ['contact_id', '7'],
    ],
    'contact_id',
  ],
  [
    'a wrong channel',
    () => [
      ['rep_channel', '3'],
      ['file', new Blob(['x'])],
    ],
    'rep_channel',
  ],
] satisfies [string, () => [string, string | Blob][], string][])(
  'a form with %s is refused and leaves nothing',
  async (_, fields, sentence) => {
    await using app = await startTestApp()
    const form = new FormData()
    for (const [name, value] of fields()) form.append(name, value)
    const refused = await sendForm(app, form)
    expect(refused).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } })
    expect(refused.body.error).toContain(sentence)
    expect(await mediaOf(app)).toEqual([])
    expect((await app.client.recordings.list()).count).toBe(0)
  },
)

test.each([
  ['without a boundary', 'multipart/form-data', 'x'],
  [
    'that ends early',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
  ],
  ['that is none', 'multipart/form-data; boundary=b', 'hello'],
])('a form %s is refused', async (_, type, body) => {
  await using app = await startTestApp()
  expect(await sendForm(app, body, type)).toMatchObject({ status: 400 })
  expect(await mediaOf(app)).toEqual([])
})

test('an upload that is broken off leaves nothing', async () => {
  await using app = await startTestApp()
  const sending = request(app.baseUrl + path, {
    method: 'POST',
    headers: {
      'x-api-key': app.owner.apiKey,
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': 1_000_000,
    },
  })
  sending.on('error', () => {})
  sending.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n')
  sending.write(wav)
  const isBegun = (files: string[]) => files.some((name) => name.endsWith('.part'))
  await eventually(() => mediaOf(app), isBegun)
  sending.destroy()
  await eventually(
    () => mediaOf(app),
    (files) => files.length === 0,
  )
  expect((await app.client.recordings.list()).count).toBe(0)
})

test('a full disk is told to the uploader and leaves nothing', async () => {
  const folder = join('/tmp', `parley-full-${process.pid}-${Date.now()}`)
  const media = openLocalFolder({ folder, keepFreeBytes: Number.MAX_SAFE_INTEGER })
  await using app = await startTestApp({ media })
  const refused = await upload(app, Buffer.alloc(5_000_000))
  expect(refused).toMatchObject({ status: 507, body: { code: 'INSUFFICIENT_STORAGE' } })
  expect(await filesIn(folder)).toEqual([])
})

test('forms are taken here and nowhere else', async () => {
  await using app = await startTestApp()
  const form = new FormData()
  form.append('first_name', 'Ada')
  const reply = await fetch(`${app.baseUrl}/functions/v1/api-v1-contacts`, {
    method: 'POST',
    headers: { 'x-api-key': app.owner.apiKey },
    body: form,
  })
  expect(reply.status).toBe(415)
})
