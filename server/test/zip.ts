import { crc32, deflateRawSync } from 'node:zlib'

type ZipFile = {
  readonly name: string
  readonly content: Uint8Array | string
  /** As a file that needs a password is marked. */
  readonly isEncrypted?: boolean
}

const deflated = 8
const stored = 0

/** A zip archive; its first file is not compressed, as EPUB wants it. */
export function makeZip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [index, { name, content, isEncrypted = false }] of files.entries()) {
    const bytes = Buffer.from(content)
    const packed = index === 0 ? bytes : deflateRawSync(bytes, { level: 1 })
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(isEncrypted ? 1 : 0, 2)
    about.writeUInt16LE(index === 0 ? stored : deflated, 4)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(bytes.length, 18)
    about.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed])
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), about, entry, Buffer.from(name)]),
    )
    parts.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listed, end])
}
