import { lookAt, textKindOf } from '../kind.ts'
import { DocumentError } from '../problem.ts'
import type { DocumentLimits, DocumentSource, ReadDocument, Section } from '../port.ts'
import { type Archive, openArchive } from './open-archive.ts'
import { decodeText } from './decode-text.ts'

type Hints = Pick<DocumentSource, 'fileName' | 'mediaType'>
type Parts = { readonly title?: string | null; readonly sections: readonly Section[] }
type Read = Parts & Pick<ReadDocument, 'kind'>

/** Reads a document of any kind that is known; each reader is loaded when it is first needed. */
export async function readAny(
  bytes: Buffer,
  hints: Hints,
  limits: DocumentLimits,
): Promise<ReadDocument> {
  if (bytes.length === 0) throw new DocumentError('empty', 'The file is empty.')
  const { kind, title = null, sections } = await read(bytes, hints, limits)
  const filled = sections.map(clean).filter(({ text }) => text !== '')
  const characters = filled.reduce((sum, { text }) => sum + text.length, 0)
  if (characters > limits.maxCharacters) {
    const most = limits.maxCharacters
    throw new DocumentError('too_large', `The file has more than ${most} characters.`)
  }
  if (filled.length === 0) throw new DocumentError('no_text', noText(kind))
  return { kind, title: title && cleanText(title), sections: filled }
}

const clean = ({ text, heading, page }: Section): Section => ({
  text: cleanText(text),
  heading: heading && cleanText(heading),
  page,
})

/** Neither NUL nor halves of characters: nothing could keep them. */
const cleanText = (text: string) => text.replaceAll('\0', '').toWellFormed().trim()

function read(bytes: Buffer, hints: Hints, limits: DocumentLimits): Promise<Read> {
  switch (lookAt(bytes)) {
    case 'pdf':
      return readAsPdf(bytes, limits)
    case 'zip':
      return readZip(bytes, limits)
    case 'ole':
      return readAsDoc(bytes)
    case 'text':
      return readText(bytes, hints, limits)
    case 'binary':
      throw unsupported()
  }
}

async function readAsPdf(bytes: Buffer, limits: DocumentLimits): Promise<Read> {
  const { readPdf } = await import('./read-pdf.ts')
  // PDF.js takes no Buffer.
  return { kind: 'pdf', ...(await readPdf(new Uint8Array(bytes), limits)) }
}

async function readAsDoc(bytes: Buffer): Promise<Read> {
  const { readDoc } = await import('./read-doc.ts')
  return { kind: 'doc', sections: await readDoc(bytes) }
}

async function readZip(bytes: Buffer, limits: DocumentLimits): Promise<Read> {
  const archive = await openArchive(bytes, limits.maxUnpackedBytes)
  if (await isBook(archive)) {
    const { readEpub } = await import('./read-epub.ts')
    return { kind: 'epub', ...(await readEpub(archive)) }
  }
  if (!archive.names.some((name) => /^word\/document\d*\.xml$/i.test(name))) throw unsupported()
  const { readDocx } = await import('./read-docx.ts')
  return { kind: 'docx', ...(await readDocx(bytes, archive)) }
}

async function isBook(archive: Archive): Promise<boolean> {
  const type = await archive.read('mimetype')
  return type?.toString('latin1').trim() === 'application/epub+zip'
}

async function readText(bytes: Buffer, hints: Hints, limits: DocumentLimits): Promise<Read> {
  if (bytes.length > limits.maxUnpackedBytes) {
    throw new DocumentError('too_large', 'The file has too much text.')
  }
  const text = decodeText(bytes, hints.mediaType)
  if (textKindOf(text, hints) === 'txt') {
    return { kind: 'txt', sections: [{ text: text.trim(), heading: null, page: null }] }
  }
  const { readHtml } = await import('./read-html.ts')
  return { kind: 'html', ...readHtml(text) }
}

const unsupported = () =>
  new DocumentError(
    'unsupported',
    'Files of this kind cannot be read: use PDF, DOC, DOCX, EPUB, HTML or TXT.',
  )

function noText(kind: ReadDocument['kind']): string {
  return kind === 'pdf'
    ? 'The PDF has no text in it; pictures of pages are not read.'
    : 'There is no text in it.'
}
