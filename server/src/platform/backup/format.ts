import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { BackupError } from './backup-error.ts'

// A backup is a gzip file of frames: four bytes of length (big-endian), then that many bytes.
//
//   header                            JSON, see Header
//   for each of its tables, in order:
//     rows, rows, …, an empty frame   what COPY … TO STDOUT wrote, cut anywhere
//     footer                          JSON, see Footer
//   end                               JSON {"end": true}

const lengthBytes = 4
/** Far above what is written; a damaged length must not make us reserve gigabytes. */
const frameLimitBytes = 67_108_864

const Header = z.object({
  format: z.literal('parley-backup'),
  version: z.literal(1),
  createdAt: z.string(),
  /** Tells whether two encryption keys are the same, and nothing more about them. */
  encryptionKeyId: z.string().nullable(),
  migrations: z.array(z.object({ name: z.string(), digest: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string().nullable() })),
})
export type Header = z.infer<typeof Header>
export type Table = Header['tables'][number]

const Footer = z.object({ rows: z.int(), sha256: z.string() })
export type Footer = z.infer<typeof Footer>

const End = z.object({ end: z.literal(true) })

export function frame(content: Buffer): Buffer {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}

export function jsonFrame(value: Header | Footer | { end: true }): Buffer {
  return frame(Buffer.from(JSON.stringify(value)))
}

export const endOfRows = frame(Buffer.alloc(0))

export type Visitor = {
  header(header: Header): Promise<void> | void
  /** Must read all rows. */
  table(table: Table, rows: AsyncIterable<Buffer>): Promise<void>
}

/**
 * Reads a backup from beginning to end, and answers what each table held. Throws a BackupError when
 * anything is missing or not as it was written; what was visited until then must be thrown away.
 */
export async function readBackup(path: string, visitor: Visitor): Promise<Map<string, Footer>> {
  const frames = readFrames(path)
  const next = async (): Promise<Buffer> => {
    const { value, done } = await frames.next()
    if (done) throw damaged('it ends too early')
    return value
  }
  try {
    const header = parse(Header, await next(), 'it is not a backup of Parley, or of a newer one')
    await visitor.header(header)
    const footers = new Map<string, Footer>()
    for (const table of header.tables) {
      footers.set(table.name, await readTable(table, next, visitor))
    }
    parse(End, await next(), 'its end is wrong')
    if (!(await frames.next()).done) throw damaged('something follows its end')
    return footers
  } finally {
    await frames.return(undefined)
  }
}

async function readTable(
  table: Table,
  next: () => Promise<Buffer>,
  visitor: Visitor,
): Promise<Footer> {
  const hash = createHash('sha256')
  let rows = 0
  async function* content() {
    for (;;) {
      const bytes = await next()
      if (bytes.length === 0) return
      hash.update(bytes)
      rows += countLines(bytes)
      yield bytes
    }
  }
  await visitor.table(table, content())
  const footer = parse(Footer, await next(), `table ${table.name} has no sum`)
  if (footer.sha256 !== hash.digest('hex') || footer.rows !== rows) {
    throw damaged(`table ${table.name} is not as it was written`)
  }
  return footer
}

/** COPY writes a line feed after each row and nowhere else. */
export function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}

async function* readFrames(path: string): AsyncGenerator<Buffer, void> {
  // Its errors reach us as those of the stream that is read.
  const content = pipeline(createReadStream(path), createGunzip(), () => {})
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of content) {
      rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
      let at = 0
      while (rest.length - at >= lengthBytes) {
        const length = rest.readUInt32BE(at)
        if (length > frameLimitBytes) throw damaged('a length is impossible')
        if (rest.length - at - lengthBytes < length) break
        at += lengthBytes + length
        yield rest.subarray(at - length, at)
      }
      rest = rest.subarray(at)
    }
  } catch (error) {
    throw explain(error, path)
  }
  if (rest.length > 0) throw damaged('it ends too early')
}

function explain(error: unknown, path: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code.startsWith('Z_')) return damaged(message)
  if (/^E[A-Z]+$/.test(code)) return new BackupError(`${path} cannot be read: ${message}.`)
  return error
}

function damaged(why: string): BackupError {
  return new BackupError(`This file cannot be restored: ${why}.`)
}

function parse<T extends z.ZodType>(schema: T, bytes: Buffer, why: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(bytes.toString()))
  } catch (error) {
    throw new BackupError(`This file cannot be restored: ${why}.`, { cause: error })
  }
}
