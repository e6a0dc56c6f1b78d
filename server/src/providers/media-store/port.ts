import type { Readable } from 'node:stream'

/** Names a file: both are UUIDs, so no key leads outside its workspace's folder. */
export type MediaKey = {
  readonly workspaceId: string
  readonly id: string
}

type Range = {
  /** First byte, from 0. */
  readonly start: number
  /** Last byte, included. */
  readonly end: number
}

export type AppendOptions = {
  /** More than this in all is refused as too_large, and the surplus is not kept. */
  readonly maxBytes: number
  /** Told now and then how many bytes of the file outlast a crash; awaited before more is read. */
  readonly onDurable?: (bytes: number) => Promise<void>
}

/** The bytes there are, and why there are no more. */
export type Appended = { readonly bytes: number; readonly failure: Error | undefined }

/** What the files of all workspaces take, and the room there is. */
export type MediaUsage = {
  readonly files: number
  readonly bytes: number
  /** There was no time to count them all. */
  readonly isPartial: boolean
  readonly freeBytes: number
  readonly totalBytes: number
}

/** Where recordings lie. A file is either whole or not there; what is being received lies apart. */
export type MediaStore = {
  /** Keeps all of the stream or, when it fails, nothing. Answers the number of bytes. */
  put(key: MediaKey, content: Readable, options: { readonly maxBytes: number }): Promise<number>
  /**
   * Adds to a file that is being received, from this byte on: what lay behind it is forgotten. When
   * the stream fails, what arrived stays. Answers the bytes there are then.
   */
  append(
    key: MediaKey,
    offset: number,
    content: Readable,
    options: AppendOptions,
  ): Promise<Appended>
  /** Makes what was received the file. Safe to repeat. */
  finish(key: MediaKey): Promise<void>
  /** Size in bytes; undefined when there is no such file. */
  stat(key: MediaKey): Promise<number | undefined>
  /** Throws `missing` when there is no such file. */
  read(key: MediaKey, range?: Range): Promise<Readable>
  /** A path that programs such as ffmpeg can read until `work` is done. */
  withFile<T>(key: MediaKey, work: (path: string) => Promise<T>): Promise<T>
  /** Deletes what is being received and was not added to since the moment. */
  sweep(before: Date): Promise<void>
  /** Counts files, those that are being received too, for at most this long. */
  measure(withinMs: number): Promise<MediaUsage>
  /** Deletes the file and what is being received of it. Nothing there is fine. */
  delete(key: MediaKey): Promise<void>
}

/** `full`: no room on the disk. */
type MediaFailure = 'full' | 'too_large' | 'missing'

export class MediaStoreError extends Error {
  override readonly name = 'MediaStoreError'
  readonly code: MediaFailure

  constructor(code: MediaFailure, options?: ErrorOptions) {
    super(`The media store says: ${code}.`, options)
    this.code = code
  }
}
