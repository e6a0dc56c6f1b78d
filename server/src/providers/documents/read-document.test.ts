import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDoc, makeDocx, makeEncryptedDocx, makeEpub, makePdf } from '../../../test/documents.ts'
import { makeZip } from '../../../test/zip.ts'
import type { DocumentLimits, DocumentSource } from './port.ts'
import { readDocument } from './read-document.ts'

const read = (
  bytes: Uint8Array,
  hints: Omit<DocumentSource, 'content'> = {},
  limits: Partial<DocumentLimits> = {},
) => readDocument({ content: { bytes }, ...hints }, { limits })

/** What became of a file that cannot be read. */
async function problemOf(bytes: Uint8Array, limits: Partial<DocumentLimits> = {}) {
  const startedAt = performance.now()
  const error = await read(bytes, {}, limits).then(
    () => undefined,
    (reason: unknown) => reason as { problem?: string; message: string },
  )
  return { problem: error?.problem, message: error?.message, ms: performance.now() - startedAt }
}

test('a PDF is read page by page, and its larger lines are headings', async () => {
  const pdf = makePdf([
    [
      { text: 'Return policy', size: 20 },
      { text: 'Goods can be sent back within thirty days.' },
      { text: 'The receipt is enough.' },
    ],
    [{ text: 'Write to us (any time) for a label.' }],
  ])
  expect(await read(pdf)).toEqual({
    kind: 'pdf',
    title: null,
    sections: [
      {
        text: 'Goods can be sent back within thirty days.\nThe receipt is enough.',
        heading: 'Return policy',
        page: 1,
      },
      { text: 'Write to us (any time) for a label.', heading: 'Return policy', page: 2 },
    ],
  })
})

test('a Word document is read with the headings its text stands under', async () => {
  const docx = makeDocx([
    { heading: 'Prices', level: 1 },
    { heading: 'Starter', level: 2 },
    'It costs 9 euros & more.',
    { heading: 'Team', level: 2 },
    'It costs 29 euros.',
  ])
  const { kind, sections } = await read(docx)
  expect(kind).toBe('docx')
  expect(sections).toEqual([
    { text: 'It costs 9 euros & more.', heading: 'Prices › Starter', page: null },
    { text: 'It costs 29 euros.', heading: 'Prices › Team', page: null },
  ])
})

test('an old Word document is read', async () => {
  const text = 'Opening hours\nWe are open from nine to five.\nAnd closed on Sundays: désolé.'
  expect(await read(makeDoc(text))).toMatchObject({ kind: 'doc', sections: [{ text }] })
})

test('a book is read in the order of its chapters, not of its archive', async () => {
  const book = makeEpub('The handbook', [
    { title: 'One', paragraphs: ['First comes this.'] },
    { title: 'Two', paragraphs: ['Then comes that.'] },
  ])
  expect(await read(book)).toEqual({
    kind: 'epub',
    title: 'The handbook',
    sections: [
      { text: 'First comes this.', heading: 'One', page: null },
      { text: 'Then comes that.', heading: 'Two', page: null },
    ],
  })
})

test('of a page its text is read, and not what stands around it', async () => {
  const html = `<!doctype html><html><head><title>Help &amp; more</title><style>p{}</style></head>
    <body><nav>Home About</nav><h1>Delivery</h1><p>Three <b>days</b>.</p><script>alert(1)</script>
    <h2>Abroad</h2><p>Ten days.</p><table><tr><th>To</th><th>Days</th></tr><tr><td>France</td><td>4</td></tr></table>
    <footer>Imprint</footer></body></html>`
  const { kind, title, sections } = await read(Buffer.from(html))
  expect({ kind, title }).toEqual({ kind: 'html', title: 'Help & more' })
  expect(sections).toEqual([
    { text: 'Three days.', heading: 'Delivery', page: null },
    { text: 'Ten days.\n\nTo | Days\nFrance | 4', heading: 'Delivery › Abroad', page: null },
  ])
})

test.each([
  ['UTF-8', Buffer.from('Crème brûlée'), undefined],
  ['UTF-8 with a mark', Buffer.from('\uFEFFCrème brûlée'), undefined],
  ['UTF-16', Buffer.from('\uFEFFCrème brûlée', 'utf16le'), undefined],
  ['what Windows wrote', Buffer.from('Crème brûlée', 'latin1'), undefined],
  [
    'what the server says',
    Buffer.from('Crème brûlée', 'latin1'),
    'text/plain; charset=iso-8859-15',
  ],
])('plain text is read as %s', async (_, bytes, mediaType) => {
  const { kind, sections } = await read(bytes, { mediaType: mediaType ?? null })
  expect({ kind, text: sections[0]?.text }).toEqual({ kind: 'txt', text: 'Crème brûlée' })
})

test('a file is read from where it lies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-document-'))
  try {
    const path = join(folder, 'a')
    await writeFile(path, '<p>Hello.</p>')
    const found = await readDocument({ content: { path }, fileName: 'a.htm' })
    expect(found).toMatchObject({ kind: 'html', sections: [{ text: 'Hello.' }] })
  } finally {
    await rm(folder, { recursive: true })
  }
})

const pdf = makePdf([[{ text: 'Something to read.' }]])
const docx = makeDocx(['Something to read.'])

test.each([
  ['nothing', Buffer.alloc(0), 'empty'],
  ['noise', Buffer.concat([Buffer.from([0, 1, 2, 3]), randomBytes(5_000)]), 'unsupported'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'unsupported'],
  ['a zip of something else', makeZip([{ name: 'a.txt', content: 'a' }]), 'unsupported'],
  ['a zip that was cut off', docx.subarray(0, docx.length - 200), 'corrupt'],
  ['a PDF that is none', Buffer.from('%PDF-1.7\nand then nothing of it'), 'corrupt'],
  ['a PDF with a password', makePdf([[{ text: 'x' }]], { isEncrypted: true }), 'encrypted'],
  ['a PDF without text', makePdf([[]]), 'no_text'],
  ['a Word document with a password', makeEncryptedDocx(), 'encrypted'],
  ['an old Word document with a password', makeDoc('x', { isEncrypted: true }), 'encrypted'],
  [
    'an old Word document that was cut off',
    makeDoc('x'.repeat(9_000)).subarray(0, 2_000),
    'corrupt',
  ],
  [
    'a zip with a password',
    makeZip([{ name: 'word/document.xml', content: 'x', isEncrypted: true }]),
    'encrypted',
  ],
  [
    'a book that is protected',
    makeEpub('x', [{ title: 'x', paragraphs: ['x'] }], { isProtected: true }),
    'encrypted',
  ],
  [
    'a book without contents',
    makeZip([{ name: 'mimetype', content: 'application/epub+zip' }]),
    'corrupt',
  ],
  [
    'a Word document without XML',
    makeZip([
      { name: 'a', content: '' },
      { name: 'word/document.xml', content: '<w:doc' },
    ]),
    'corrupt',
  ],
  ['a page without text', Buffer.from('<html><body><script>1</script></body></html>'), 'no_text'],
])('%s is refused for what it is', async (_, bytes, problem) => {
  expect(await problemOf(bytes)).toMatchObject({ problem, message: expect.stringMatching(/\.$/) })
})

test('a zip bomb is stopped when it has unpacked as much as is allowed', async () => {
  const bomb = makeDocx(
    ['x'],
    [{ name: 'word/numbering.xml', content: Buffer.alloc(150 * 1024 ** 2, ' ') }],
  )
  expect(bomb.length).toBeLessThan(2 * 1024 ** 2)
  expect(await problemOf(bomb)).toMatchObject({ problem: 'too_large' })
})

test('a PDF that unpacks to more than may be kept is stopped', async () => {
  const bomb = makePdf([[]], { rawPage: Buffer.alloc(200 * 1024 ** 2, ' ') })
  const { problem, ms } = await problemOf(bomb, { maxMemoryBytes: 100 * 1024 ** 2 })
  expect(problem).toBe('too_complex')
  expect(ms).toBeLessThan(30_000)
})

test('what takes too long is stopped', async () => {
  const { problem, ms } = await problemOf(pdf, { timeoutMs: 1 })
  expect(problem).toBe('too_complex')
  expect(ms).toBeLessThan(5_000)
})

test('what is larger, or has more pages or characters than allowed, is refused', async () => {
  expect(await problemOf(pdf, { maxFileBytes: 100 })).toMatchObject({ problem: 'too_large' })
  const pages = makePdf([[{ text: 'a' }], [{ text: 'b' }]])
  expect(await problemOf(pages, { maxPages: 1 })).toMatchObject({ problem: 'too_large' })
  expect(await problemOf(pdf, { maxCharacters: 5 })).toMatchObject({ problem: 'too_large' })
  const text = Buffer.from('a long text')
  expect(await problemOf(text, { maxCharacters: 5 })).toMatchObject({ problem: 'too_large' })
})

test('reading ends at once when nobody wants it any more', async () => {
  const reason = new Error('enough')
  const stop = new AbortController()
  const reading = readDocument({ content: { bytes: pdf } }, { signal: stop.signal })
  stop.abort(reason)
  await expect(reading).rejects.toBe(reason)
})

test('damage anywhere in a file does no more than fail it', async () => {
  const known = new Set(['corrupt', 'no_text', 'encrypted', 'unsupported', undefined])
  for (const whole of [pdf, docx, makeDoc('Something to read.')]) {
    for (const at of [0.3, 0.6, 0.9]) {
      const damaged = Buffer.from(whole)
      const from = Math.floor(whole.length * at)
      damaged.fill(0xff, from, from + 20)
      const { problem } = await problemOf(damaged, { timeoutMs: 10_000 })
      expect(known).toContain(problem)
    }
  }
})
