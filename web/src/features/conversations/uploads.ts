import { discardParts, type Client, uploadInParts } from '@parley/sdk'
import { useSyncExternalStore } from 'react'
import { cache } from '../../api/cache.ts'
import { partBytesOf } from './upload-rules.ts'

type Fields = NonNullable<Parameters<Client['recordings']['upload']>[1]>
export type NewUpload = { readonly file: File; readonly fields: Fields }

type State =
  | { readonly is: 'waiting' | 'sending' | 'stopped' }
  | { readonly is: 'failed'; readonly error: unknown }
  | { readonly is: 'sent'; readonly recordingId: string }

export type Upload = {
  readonly key: number
  readonly title: string
  /** Absent of what the server fetches from an address. */
  readonly file?: File
  readonly fields: Fields
  /** Bytes. */
  readonly sent: number
  readonly state: State
  /** Where the server keeps what has arrived: the upload goes on there. */
  readonly address?: string | undefined
}

const connection = { baseUrl: '' }

// Uploads outlive the screens: who goes on working elsewhere finds them again.
let uploads: readonly Upload[] = []
let lastKey = 0
const listeners = new Set<() => void>()
const stops = new Map<number, AbortController>()

function set(next: readonly Upload[]): void {
  uploads = next
  for (const listener of listeners) listener()
}

function change(key: number, changes: Partial<Upload>): void {
  set(uploads.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)))
}

function nextKey(): number {
  lastKey += 1
  return lastKey
}

const find = (key: number) => uploads.find((upload) => upload.key === key)

/** What was uploaded since the page was opened, until somebody puts it away. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
}

/** Sends files, one after the other. */
export function addUploads(added: readonly NewUpload[]): void {
  const waiting = added.map(({ file, fields }) => ({
    key: nextKey(),
    title: fields.title ?? file.name,
    file,
    fields,
    sent: 0,
    state: { is: 'waiting' as const },
  }))
  set([...uploads, ...waiting])
  void sendNext()
}

/** Shows what becomes of a recording that the server fetches. */
export function followRecording(recordingId: string, title: string): void {
  const state = { is: 'sent' as const, recordingId }
  set([...uploads, { key: nextKey(), title, fields: {}, sent: 0, state }])
}

/** Sends it again, from where it stopped. */
export function sendAgain(key: number): void {
  change(key, { state: { is: 'waiting' } })
  void sendNext()
}

/** Stops it, and has the server forget what has arrived. */
export function stopUpload(key: number): void {
  const upload = find(key)
  if (!upload || upload.state.is === 'sent') return
  change(key, { state: { is: 'stopped' }, sent: 0, address: undefined })
  stops.get(key)?.abort()
  // It is forgotten by itself after a day, should this fail.
  const { address } = upload
  if (address !== undefined) discardParts(connection, address).catch(() => undefined)
}

/** Takes it off the list; a recording that it became stays. */
export function putAway(key: number): void {
  stopUpload(key)
  set(uploads.filter((upload) => upload.key !== key))
}

/** Takes a recording off the list that was deleted. */
export function forgetRecording(id: string): void {
  set(uploads.filter(({ state }) => state.is !== 'sent' || state.recordingId !== id))
}

async function sendNext(): Promise<void> {
  if (uploads.some(({ state }) => state.is === 'sending')) return
  const next = uploads.find(({ state }) => state.is === 'waiting')
  if (!next) return keepOpen(false)
  keepOpen(true)
  await send(next)
  await sendNext()
}

async function send({ key, file, fields, address }: Upload): Promise<void> {
  if (!file) return
  const stop = new AbortController()
  stops.set(key, stop)
  change(key, { state: { is: 'sending' } })
  try {
    const recordingId = await uploadInParts(connection, file, fields, {
      address,
      signal: stop.signal,
      partBytes: partBytesOf(file.size),
      onBegun: (begun) => change(key, { address: begun }),
      onProgress: (sent) => change(key, { sent }),
    })
    change(key, { sent: file.size, state: { is: 'sent', recordingId } })
    void cache.invalidateQueries({ queryKey: ['conversations'] })
  } catch (error) {
    if (!stop.signal.aborted) change(key, { state: { is: 'failed', error } })
  } finally {
    stops.delete(key)
  }
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault()

/** The browser asks before the page is closed while something is being sent. */
function keepOpen(isSending: boolean): void {
  if (isSending) window.addEventListener('beforeunload', ask)
  else window.removeEventListener('beforeunload', ask)
}
