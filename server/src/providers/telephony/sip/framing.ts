import { maxMessageBytes } from './message.ts'

/** Headers of a message on a stream may take so much. */
const maxHeadBytes = 32_768

export type Framer = {
  /** Whole messages that have come; undefined: what comes makes no sense, and the stream must be given up. */
  readonly push: (chunk: Uint8Array) => readonly Buffer[] | undefined
}

/** Cuts a stream into messages by their Content-Length (RFC 3261, section 18.3). */
export function openFramer(): Framer {
  let waiting: Buffer = Buffer.alloc(0)
  return {
    push(chunk) {
      waiting = Buffer.concat([waiting, chunk])
      const messages: Buffer[] = []
      for (;;) {
        waiting = withoutBlankLines(waiting)
        const length = lengthOf(waiting)
        if (length === 'malformed') return undefined
        if (length === undefined || length > waiting.length) return messages
        messages.push(waiting.subarray(0, length))
        waiting = waiting.subarray(length)
      }
    },
  }
}

/** Blank lines between messages keep connections alive. */
function withoutBlankLines(bytes: Buffer): Buffer {
  let at = 0
  while (bytes[at] === 0x0d || bytes[at] === 0x0a) at += 1
  return bytes.subarray(at)
}

/** Of the first message; undefined: its head is not complete. */
function lengthOf(bytes: Buffer): number | 'malformed' | undefined {
  const end = bytes.subarray(0, maxHeadBytes).indexOf('\r\n\r\n')
  if (end < 0) return bytes.length >= maxHeadBytes ? 'malformed' : undefined
  const head = bytes.toString('latin1', 0, end)
  const announced = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*(?:\r\n|$)/i.exec(
    head,
  )?.[1]
  if (announced === undefined) return 'malformed'
  const length = end + 4 + Number(announced)
  return length > maxMessageBytes ? 'malformed' : length
}
