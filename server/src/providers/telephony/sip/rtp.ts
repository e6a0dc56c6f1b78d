/** RTP (RFC 3550). */

export type RtpPacket = {
  readonly payloadType: number
  readonly marker: boolean
  readonly sequence: number
  /** In samples. */
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Uint8Array
}

const headerBytes = 12

/** Undefined when it is none. */
export function readRtp(bytes: Uint8Array): RtpPacket | undefined {
  if (bytes.length < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [first, second] = [view.getUint8(0), view.getUint8(1)]
  if (first >> 6 !== 2) return undefined
  let start = headerBytes + (first & 0x0f) * 4
  if (first & 0x10) {
    if (start + 4 > bytes.length) return undefined
    start += 4 + view.getUint16(start + 2) * 4
  }
  const padding = first & 0x20 ? view.getUint8(bytes.length - 1) : 0
  const end = bytes.length - padding
  if (start > end) return undefined
  return {
    payloadType: second & 0x7f,
    marker: second >> 7 === 1,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, end),
  }
}

export function writeRtp(packet: RtpPacket): Buffer {
  const { payloadType, marker, sequence, timestamp, ssrc, payload } = packet
  const bytes = Buffer.alloc(headerBytes + payload.length)
  bytes[0] = 0x80
  bytes[1] = payloadType | (marker ? 0x80 : 0)
  bytes.writeUInt16BE(sequence & 0xffff, 2)
  bytes.writeUInt32BE(timestamp >>> 0, 4)
  bytes.writeUInt32BE(ssrc >>> 0, 8)
  bytes.set(payload, headerBytes)
  return bytes
}
