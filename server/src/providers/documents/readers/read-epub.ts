import { posix } from 'node:path'
import { DomUtils, parseDocument } from 'htmlparser2'
import { DocumentError } from '../problem.ts'
import type { Section } from '../port.ts'
import type { Archive } from './open-archive.ts'
import { decodeText } from './decode-text.ts'
import { readHtml } from './read-html.ts'

const containerPath = 'META-INF/container.xml'
const encryptionPath = 'META-INF/encryption.xml'
/** Fonts may be obfuscated in a book that anybody can read. */
const encryptedText = /\.x?html?["']/i

/** The chapters of a book in the order of reading. */
export async function readEpub(
  archive: Archive,
): Promise<{ title: string | null; sections: readonly Section[] }> {
  const encryption = await archive.read(encryptionPath)
  if (encryption && encryptedText.test(encryption.toString('utf8'))) {
    throw new DocumentError('encrypted', 'The book is protected against copying.')
  }
  const packagePath = await findPackage(archive)
  const document = parse(await readPart(archive, packagePath))
  const hrefs = new Map(
    elements(document, 'item').map((item) => [item.attribs.id, item.attribs.href]),
  )
  const sections: Section[] = []
  for (const reference of elements(document, 'itemref')) {
    const href = hrefs.get(reference.attribs.idref)
    if (href === undefined) continue
    const path = posix.join(posix.dirname(packagePath), withoutEncoding(href))
    const chapter = await archive.read(path)
    if (chapter) sections.push(...readHtml(decodeText(chapter, null)).sections)
  }
  const [title] = elements(document, 'dc:title')
  return { title: (title && DomUtils.textContent(title).trim().slice(0, 500)) || null, sections }
}

async function findPackage(archive: Archive): Promise<string> {
  const container = parse(await readPart(archive, containerPath))
  const path = elements(container, 'rootfile')[0]?.attribs['full-path']
  if (path === undefined) throw damaged()
  return path
}

async function readPart(archive: Archive, name: string): Promise<string> {
  const bytes = await archive.read(name)
  if (!bytes) throw damaged()
  return decodeText(bytes, null)
}

const parse = (xml: string) => parseDocument(xml, { xmlMode: true })
const elements = (document: ReturnType<typeof parse>, name: string) =>
  DomUtils.getElementsByTagName(name, document)

/** Paths in a book are addresses; names in its archive are not. */
function withoutEncoding(href: string): string {
  const path = href.split('#', 1)[0] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const damaged = () => new DocumentError('corrupt', 'The book is damaged: its contents are missing.')
