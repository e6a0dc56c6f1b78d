import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { DocumentError } from '../problem.ts'

const maxEntries = 10_000
const encryptedFlag = 1

/** Files of a zip by their path. */
export type Archive = {
  readonly names: readonly string[]
  /** Undefined when there is no such file. */
  readonly read: (name: string) => Promise<Buffer | undefined>
}

/**
 * Opens a zip whose entries are unpacked with a real limit: what it says of its own sizes is not
 * believed. All that is read of it together may have `maxUnpackedBytes`.
 */
export async function openArchive(bytes: Buffer, maxUnpackedBytes: number): Promise<Archive> {
  const entries = new Map<string, Entry>()
  const zip = await listEntries(bytes, entries)
  let unpacked = 0
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name)
      if (!entry) return undefined
      const chunks: Buffer[] = []
      try {
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          unpacked += (chunk as Buffer).length
          if (unpacked > maxUnpackedBytes) throw unpacksToTooMuch(maxUnpackedBytes)
          chunks.push(chunk as Buffer)
        }
      } catch (cause) {
        throw cause instanceof DocumentError ? cause : damaged(cause)
      }
      return Buffer.concat(chunks)
    },
  }
}

async function listEntries(bytes: Buffer, entries: Map<string, Entry>): Promise<ZipFile> {
  try {
    // Sizes are counted while reading; with its own check a lie is only called damage.
    const zip = await fromBufferPromise(bytes, { validateEntrySizes: false })
    for await (const entry of zip.eachEntry()) {
      if ((entry.generalPurposeBitFlag & encryptedFlag) !== 0) throw encrypted()
      if (entries.size >= maxEntries) throw tooMany()
      entries.set(entry.fileName, entry)
    }
    return zip
  } catch (cause) {
    throw cause instanceof DocumentError ? cause : damaged(cause)
  }
}

const encrypted = () => new DocumentError('encrypted', 'The file needs a password.')
const tooMany = () =>
  new DocumentError('too_complex', `The file holds more than ${maxEntries} parts.`)
const damaged = (cause: unknown) =>
  new DocumentError('corrupt', 'The file is damaged and cannot be unpacked.', { cause })
const unpacksToTooMuch = (bytes: number) =>
  new DocumentError('too_large', `The file unpacks to more than ${bytes / 1024 ** 2} MB.`)
