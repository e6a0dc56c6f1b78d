import type { DocumentKind } from './port.ts'

/** What the first bytes say; a zip is looked into before it is called docx or epub. */
export type FirstSight = 'pdf' | 'zip' | 'ole' | 'text' | 'binary'

const pdfMarkWithin = 1_024
const textSampleBytes = 4_096

export function lookAt(bytes: Uint8Array): FirstSight {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, textSampleBytes))
  if (head.subarray(0, pdfMarkWithin).includes('%PDF-')) return 'pdf'
  if (head.length >= 4 && head.readUInt32BE(0) === 0x504b0304) return 'zip'
  if (head.length >= 8 && head.readUInt32BE(0) === 0xd0cf11e0) return 'ole'
  return isText(head) ? 'text' : 'binary'
}

/** Plain text has no NUL, unless it is UTF-16, which says so itself. */
function isText(head: Buffer): boolean {
  const mark = head.length >= 2 ? head.readUInt16BE(0) : 0
  if (mark === 0xfeff || mark === 0xfffe) return true
  return !head.includes(0)
}

/** HTML by what it looks like, or by what its server or its name says. */
export function textKindOf(
  text: string,
  { fileName, mediaType }: { fileName?: string | null; mediaType?: string | null },
): Extract<DocumentKind, 'html' | 'txt'> {
  const beginning = text.slice(0, 2_000).trimStart().toLowerCase()
  if (/^(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<(!doctype html|html|head|body)\b/.test(beginning)) {
    return 'html'
  }
  if (/^(text\/html|application\/xhtml\+xml)\b/i.test(mediaType ?? '')) return 'html'
  return /\.x?html?$/i.test(fileName ?? '') && beginning.startsWith('<') ? 'html' : 'txt'
}
