import type { FileHandle } from 'node:fs/promises'

/** A film's table of contents may be larger; its descriptions of tracks stand near the front. */
const readLimitBytes = 8_000_000
const boxesLimit = 1_000
/** Entry types that ISO 14496-12 and iTunes give to protected tracks. */
const protectedTypes = new Set(['enca', 'encv', 'drms', 'drmi'])

/**
 * Protected tracks decode to noise, or not at all. A file without a table of contents (`moov`) is an
 * upload that broke off, or a camera's that stopped: nothing tells where its sound lies.
 */
export async function inspectMp4(file: FileHandle): Promise<'protected' | 'broken' | 'fine'> {
  const { size } = await file.stat()
  const header = Buffer.alloc(16)
  let at = 0
  for (let count = 0; count < boxesLimit && at + 8 <= size; count++) {
    await file.read(header, 0, 16, at)
    const shortLength = header.readUInt32BE(0)
    const type = header.toString('latin1', 4, 8)
    const length = shortLength === 1 ? Number(header.readBigUInt64BE(8)) : shortLength
    if (type === 'moov') {
      const body = Buffer.alloc(Math.min(length || size - at, size - at, readLimitBytes))
      await file.read(body, 0, body.length, at)
      return namesProtectedTrack(body) ? 'protected' : 'fine'
    }
    // Zero means "to the end"; anything below a header is broken.
    if (length < 8) return 'broken'
    at += length
  }
  return 'broken'
}

/** Each `stsd` box names the type of its first entry 16 bytes further. */
function namesProtectedTrack(body: Buffer): boolean {
  let at = body.indexOf('stsd')
  for (; at >= 0; at = body.indexOf('stsd', at + 4)) {
    if (protectedTypes.has(body.toString('latin1', at + 16, at + 20))) return true
  }
  return false
}
