import {
  type FileHandle,
  glob,
  mkdir,
  open,
  opendir,
  rename,
  rm,
  stat,
  statfs,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import {
  type AppendOptions,
  type Appended,
  type MediaKey,
  type MediaStore,
  MediaStoreError,
  type MediaUsage,
} from './port.ts'

/** After so many bytes what was received is brought to the disk, and the room there looked at. */
const syncEveryBytes = 16 * 1024 * 1024
/** Read at once: each time costs. */
const readBytes = 256 * 1024
/** Left free, so that the database on the same disk can go on. */
const defaultKeepFreeBytes = 256 * 1024 * 1024

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Place = { readonly folder: string; readonly keepFreeBytes: number }

/** Keeps files in `folder/<workspace>/<last two of id>/<id>`, readable by their owner alone. */
export function openLocalFolder(options: {
  readonly folder: string
  readonly keepFreeBytes?: number
}): MediaStore {
  const { folder, keepFreeBytes = defaultKeepFreeBytes } = options
  const place = { folder, keepFreeBytes }
  return {
    put: (key, content, limits) => put(place, key, content, limits),
    append: (key, offset, content, limits) => append(place, key, { offset, content, ...limits }),
    finish: (key) => finish(folder, key),
    stat: async (key) => sizeOf(pathOf(folder, key)),
    async read(key, range) {
      const file = await openFile(pathOf(folder, key))
      return file.createReadStream({ ...range, highWaterMark: readBytes })
    },
    async withFile(key, work) {
      const path = pathOf(folder, key)
      if ((await sizeOf(path)) === undefined) throw new MediaStoreError('missing')
      return work(path)
    },
    sweep: (before) => sweep(folder, before),
    measure: (withinMs) => measure(folder, withinMs),
    async delete(key) {
      await rm(pathOf(folder, key), { force: true })
      await rm(partOf(folder, key), { force: true })
    },
  }
}

async function put(
  place: Place,
  key: MediaKey,
  content: Readable,
  { maxBytes }: { readonly maxBytes: number },
): Promise<number> {
  const { bytes, failure } = await append(place, key, { offset: 0, content, maxBytes })
  if (failure) {
    await rm(partOf(place.folder, key), { force: true })
    throw failure
  }
  await finish(place.folder, key)
  return bytes
}

type Addition = AppendOptions & { readonly offset: number; readonly content: Readable }

async function append(place: Place, key: MediaKey, addition: Addition): Promise<Appended> {
  const { offset, onDurable } = addition
  const path = partOf(place.folder, key)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await using file = await openPart(path, offset)
  const written = { bytes: offset, synced: Number.NEGATIVE_INFINITY }
  const failure = await writeStream(file, written, addition, () =>
    requireRoom(dirname(path), place.keepFreeBytes),
  )
  await file.truncate(written.bytes)
  await file.datasync()
  await onDurable?.(written.bytes)
  return { bytes: written.bytes, failure }
}

/** Answers what ended it, unless that was the stream's end. */
async function writeStream(
  file: FileHandle,
  written: { bytes: number; synced: number },
  { content, maxBytes, onDurable }: Addition,
  requireSpace: () => Promise<void>,
): Promise<Error | undefined> {
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      if (written.bytes + chunk.length > maxBytes) throw new MediaStoreError('too_large')
      if (written.bytes - written.synced >= syncEveryBytes) {
        await requireSpace()
        await file.datasync()
        await onDurable?.(written.bytes)
        written.synced = written.bytes
      }
      await writeAll(file, chunk, written.bytes)
      written.bytes += chunk.length
    }
    return undefined
  } catch (error) {
    return isFull(error) ? new MediaStoreError('full', { cause: error }) : (error as Error)
  }
}

async function finish(folder: string, key: MediaKey): Promise<void> {
  const path = pathOf(folder, key)
  try {
    await rename(partOf(folder, key), path)
  } catch (error) {
    if (isMissing(error) && (await sizeOf(path)) !== undefined) return
    throw isMissing(error) ? new MediaStoreError('missing', { cause: error }) : error
  }
  await syncFolder(dirname(path))
}

async function sweep(folder: string, before: Date): Promise<void> {
  for await (const path of glob('*/*/*.part', { cwd: folder })) {
    const { mtime } = await stat(join(folder, path))
    if (mtime < before) await rm(join(folder, path), { force: true })
  }
}

async function measure(folder: string, withinMs: number): Promise<MediaUsage> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const until = performance.now() + withinMs
  const { bavail, blocks, bsize } = await statfs(folder)
  const counted = { files: 0, bytes: 0, isPartial: false }
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (!entry.isFile()) continue
    counted.isPartial = performance.now() > until
    if (counted.isPartial) break
    // Deleted in between is fine.
    const bytes = await sizeOf(join(entry.parentPath, entry.name))
    if (bytes === undefined) continue
    counted.files += 1
    counted.bytes += bytes
  }
  return { ...counted, freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

function pathOf(folder: string, { workspaceId, id }: MediaKey): string {
  if (!uuid.test(workspaceId) || !uuid.test(id)) throw new Error('A media key is made of UUIDs.')
  return join(folder, workspaceId, id.slice(-2), id)
}

const partOf = (folder: string, key: MediaKey) => `${pathOf(folder, key)}.part`

async function openPart(path: string, offset: number): Promise<FileHandle> {
  if (offset === 0) return open(path, 'w', 0o600)
  try {
    const file = await open(path, 'r+')
    if ((await file.stat()).size >= offset) {
      await file.truncate(offset)
      return file
    }
    await file.close()
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  throw new MediaStoreError('missing')
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw isMissing(error) ? new MediaStoreError('missing', { cause: error }) : error
  }
}

async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const rest = chunk.length - written
    written += (await file.write(chunk, written, rest, position + written)).bytesWritten
  }
}

/** Makes the new name outlast a crash. Windows cannot open folders, and needs no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  await using folder = await open(path, 'r')
  await folder.sync()
}

async function requireRoom(path: string, keepFreeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path)
  if (bavail * bsize < keepFreeBytes + syncEveryBytes) throw new MediaStoreError('full')
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code
const isMissing = (error: unknown) => codeOf(error) === 'ENOENT'
const isFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '')
