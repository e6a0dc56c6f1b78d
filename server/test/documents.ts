import { deflateSync } from 'node:zlib'
import { utils, write } from 'cfb'
import { makeZip } from './zip.ts'

type Line = { readonly text: string; readonly size?: number }

type PdfOptions = {
  /** Asks for a password. */
  readonly isEncrypted?: boolean
  /** Instead of what the lines make: the bytes of the first page, before they are compressed. */
  readonly rawPage?: Uint8Array
}

/** A PDF of these pages, each a list of lines; larger ones look like headings. */
export function makePdf(
  pages: readonly (readonly Line[])[],
  { isEncrypted = false, rawPage }: PdfOptions = {},
): Buffer {
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')
  const objects: Buffer[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
  ]
  for (const [index, lines] of pages.entries()) {
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + index * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      ),
    )
    const raw = index === 0 && rawPage ? rawPage : Buffer.from(drawing(lines), 'latin1')
    const content = deflateSync(raw, { level: 1 })
    const head = `<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n`
    objects.push(Buffer.concat([Buffer.from(head), content, Buffer.from('\nendstream')]))
  }
  const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >> /ID [<${'43'.repeat(16)}> <${'43'.repeat(16)}>]`
  return assemble(objects, isEncrypted ? lock : '')
}

function drawing(lines: readonly Line[]): string {
  const escape = (text: string) => text.replaceAll(/[\\()]/g, String.raw`\$&`)
  const drawn = lines.map(
    ({ text, size = 12 }, index) =>
      `BT /F1 ${size} Tf 72 ${720 - index * 30} Td (${escape(text)}) Tj ET`,
  )
  return drawn.join('\n')
}

function assemble(objects: readonly Buffer[], more: string): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  for (const [index, object] of objects.entries()) {
    offsets.push(length)
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      object,
      Buffer.from('\nendobj\n'),
    ])
    parts.push(part)
    length += part.length
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${rows}`
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R ${more} >>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(table + trailer)])
}

const xml = '<?xml version="1.0" encoding="UTF-8"?>'
const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const wordMl = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

export type Paragraph = string | { readonly heading: string; readonly level: 1 | 2 | 3 }

/** A Word document of these paragraphs. */
export function makeDocx(
  paragraphs: readonly Paragraph[],
  more: readonly { readonly name: string; readonly content: Uint8Array | string }[] = [],
): Buffer {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const toXml = (paragraph: Paragraph) => {
    const text = typeof paragraph === 'string' ? paragraph : paragraph.heading
    const style =
      typeof paragraph === 'string'
        ? ''
        : `<w:pPr><w:pStyle w:val="Heading${paragraph.level}"/></w:pPr>`
    return `<w:p>${style}<w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`
  }
  const levels = [1, 2, 3].map(
    (level) =>
      `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`,
  )
  return makeZip([
    {
      name: '[Content_Types].xml',
      content: `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${xml}<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/_rels/document.xml.rels',
      content: `${xml}<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'word/styles.xml',
      content: `${xml}<w:styles xmlns:w="${wordMl}">${levels.join('')}</w:styles>`,
    },
    {
      name: 'word/document.xml',
      content: `${xml}<w:document xmlns:w="${wordMl}"><w:body>${paragraphs.map(toXml).join('')}</w:body></w:document>`,
    },
    ...more,
  ])
}

const headerBytes = 0x200
const usesFirstTable = 0x0200
const isLocked = 0x0100

/** A document of Word 97 to 2003 with this text, paragraphs on lines of their own. */
export function makeDoc(text: string, { isEncrypted = false } = {}): Buffer {
  const characters = `${text.replaceAll('\n', '\r')}\r`
  const header = Buffer.alloc(headerBytes)
  header.writeUInt16LE(0xa5ec, 0)
  header.writeUInt16LE(193, 2)
  header.writeUInt16LE(usesFirstTable | (isEncrypted ? isLocked : 0), 0x0a)
  header.writeUInt32LE(headerBytes, 0x18)
  header.writeUInt32LE(characters.length, 0x4c)
  const document = Buffer.concat([header, Buffer.from(characters, 'utf16le'), Buffer.alloc(4_096)])
  // One piece: from the first character to the last, as UTF-16 behind the header.
  const table = Buffer.alloc(4_096)
  table.writeUInt8(2, 0)
  table.writeUInt32LE(16, 1)
  table.writeUInt32LE(characters.length, 9)
  table.writeUInt32LE(headerBytes, 15)
  header.writeUInt32LE(21, 0x01a6)
  return compound({ WordDocument: document, '1Table': table })
}

/** As Word saves a .docx with a password. */
export function makeEncryptedDocx(): Buffer {
  return compound({
    EncryptionInfo: Buffer.alloc(248, 1),
    EncryptedPackage: Buffer.alloc(5_000, 7),
  })
}

function compound(streams: Readonly<Record<string, Buffer>>): Buffer {
  const container = utils.cfb_new()
  for (const [name, content] of Object.entries(streams))
    utils.cfb_add(container, `/${name}`, content)
  return write(container, { type: 'buffer' }) as Buffer
}

type Chapter = { readonly title: string; readonly paragraphs: readonly string[] }

/** A book with these chapters, in this order though the archive has them in another. */
export function makeEpub(
  title: string,
  chapters: readonly Chapter[],
  { isProtected = false } = {},
) {
  const files = chapters.map(({ title: name, paragraphs }, index) => ({
    name: `OEBPS/chapter ${index + 1}.xhtml`,
    content: `${xml}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${name}</title></head><body><h1>${name}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</body></html>`,
  }))
  const items = chapters.map(
    (_, index) =>
      `<item id="c${index}" href="chapter%20${index + 1}.xhtml" media-type="application/xhtml+xml"/>`,
  )
  const spine = chapters.map((_, index) => `<itemref idref="c${index}"/>`)
  return makeZip([
    { name: 'mimetype', content: 'application/epub+zip' },
    {
      name: 'META-INF/container.xml',
      content: `${xml}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
    },
    ...(isProtected
      ? [
          {
            name: 'META-INF/encryption.xml',
            content: `<encryption><EncryptedData><CipherReference URI="OEBPS/chapter%201.xhtml"/></EncryptedData></encryption>`,
          },
        ]
      : []),
    ...files.toReversed(),
    {
      name: 'OEBPS/content.opf',
      content: `${xml}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></metadata><manifest>${items.join('')}</manifest><spine>${spine.join('')}</spine></package>`,
    },
  ])
}
