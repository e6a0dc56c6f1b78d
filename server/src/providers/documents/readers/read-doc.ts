import WordExtractor from 'word-extractor'
import { DocumentError } from '../problem.ts'
import type { Section } from '../port.ts'

/** Of the header that every Word document begins with, at the beginning of a sector. */
const headerMark = 0xeca5
const flagsAt = 0x0a
const encryptedFlag = 0x0100
const sectorBytes = 512
/** How an encrypted .docx is named inside the container it is then in. */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le')

/** A document of Word 97 to 2003. */
export async function readDoc(bytes: Buffer): Promise<readonly Section[]> {
  if (isEncrypted(bytes)) throw new DocumentError('encrypted', 'The document needs a password.')
  try {
    const document = await new WordExtractor().extract(bytes)
    const parts = [document.getBody(), document.getFootnotes(), document.getEndnotes()]
    return parts.map((text) => ({ text: text.trim(), heading: null, page: null }))
  } catch (cause) {
    const message = 'The file is damaged, or no Word document.'
    throw new DocumentError('corrupt', message, { cause })
  }
}

function isEncrypted(bytes: Buffer): boolean {
  if (bytes.includes(encryptedPackage)) return true
  for (let at = sectorBytes; at + flagsAt + 2 <= bytes.length; at += sectorBytes) {
    if (bytes.readUInt16BE(at) !== headerMark) continue
    return (bytes.readUInt16LE(at + flagsAt) & encryptedFlag) !== 0
  }
  return false
}
