const fallbackEncoding = 'windows-1252'
/** Where HTML must say its encoding. */
const metaWithinBytes = 2_048

/**
 * Bytes as text: by their mark, by what their server or they themselves say, as UTF-8, and what is no
 * UTF-8 as browsers read it.
 */
export function decodeText(bytes: Uint8Array, mediaType: string | null | undefined): string {
  const told = markOf(bytes) ?? charsetOf(mediaType) ?? metaOf(bytes)
  const text = told === undefined ? undefined : decode(bytes, told, false)
  return text ?? decode(bytes, 'utf-8', true) ?? decode(bytes, fallbackEncoding, false) ?? ''
}

function decode(bytes: Uint8Array, encoding: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes)
  } catch {
    return undefined
  }
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined
}

const charsetOf = (text: string | null | undefined) =>
  /\bcharset\s*=\s*["']?([\w:.-]+)/i.exec(text ?? '')?.[1]

function metaOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, metaWithinBytes))
  return charsetOf(/<meta\b[^>]*charset[^>]*>/i.exec(head.toString('latin1'))?.[0])
}
