/** First and last byte, both included. */
export type ByteRange = { readonly start: number; readonly end: number }

/**
 * What part of a file of `size` bytes a Range header asks for (RFC 9110). Undefined: all of it, as
 * for what is malformed, for other units, and for several ranges at once.
 */
export function readRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec((header ?? '').trim())
  const [, first = '', last = ''] = match ?? []
  if (first === '') return last === '' ? undefined : lastBytes(Number(last), size)
  const start = Number(first)
  const end = last === '' ? size - 1 : Number(last)
  if (last !== '' && end < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(end, size - 1) }
}

function lastBytes(wanted: number, size: number): ByteRange | 'unsatisfiable' {
  const length = Math.min(wanted, size)
  return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
}

const types = new Map([
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
  ['mp4', 'audio/mp4'],
  ['ogg', 'audio/ogg'],
  ['webm', 'audio/webm'],
  ['flac', 'audio/flac'],
  ['amr', 'audio/amr'],
  ['aac', 'audio/aac'],
  ['aiff', 'audio/aiff'],
  ['caf', 'audio/x-caf'],
  ['avi', 'video/x-msvideo'],
  ['asf', 'video/x-ms-asf'],
  ['mpeg-ts', 'video/mp2t'],
  ['mpeg-ps', 'video/mpeg'],
])

/** Only what a player plays: a page that somebody uploaded must never be shown as one. */
export function mediaTypeOf(format: string | null): string {
  return types.get(format ?? '') ?? 'application/octet-stream'
}

/** `attachment` or `inline` with a name that no header can be broken with (RFC 6266). */
export function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\w .()-]/g, '_').slice(0, 150)
  const encoded = encodeURIComponent(name.slice(0, 150).replaceAll(/\p{Cs}/gu, '_'))
  return `inline; filename="${plain}"; filename*=UTF-8''${encoded.replaceAll("'", '%27')}`
}
