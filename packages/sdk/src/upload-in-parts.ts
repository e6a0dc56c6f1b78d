import type { RecordingFields } from '@parley/contract'
import type { ClientOptions } from './client.ts'
import { ParleyConnectionError, ParleyError } from './errors.ts'
import type { Body } from './form.ts'
import { backoffMs, isWorthRepeating, wait } from './retry.ts'
import { type Request, sendWithRetries } from './send.ts'

const path = '/uploads/recordings'
const mediaType = 'application/offset+octet-stream'
const usualPartBytes = 8 * 1024 ** 2
const defaultTimeoutMs = 300_000
/** Lost connections one after the other, without a byte in between. */
const defaultRetries = 5

type Connection = Pick<ClientOptions, 'baseUrl' | 'apiKey' | 'fetch' | 'headers' | 'retries'>

export type UploadInPartsOptions = {
  /** Stops it; what was sent stays on the server for a day. */
  readonly signal?: AbortSignal
  /** Default: the name of a `File`, else none. */
  readonly fileName?: string
  /** How much goes in one request: what is lost when a connection is, and how often progress is told. 8 MiB unless said. */
  readonly partBytes?: number
  /** Told after each part. */
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void
  /** Told once the server knows of the file: with this address the upload can be gone on with. */
  readonly onBegun?: (address: string) => void
  /** Goes on with an upload that was begun before, from where it stopped. */
  readonly address?: string | undefined
  /** For one part; five minutes unless said. */
  readonly timeoutMs?: number
}

/**
 * Sends a recording part by part (tus), so that a lost connection costs one part; answers its id.
 * The fields are those of `recordings.upload`.
 */
export async function uploadInParts(
  connection: Connection,
  file: Blob,
  fields: Partial<RecordingFields>,
  options: UploadInPartsOptions = {},
): Promise<string> {
  const ask = askerOf(connection, options)
  let { address, offset } = await beginOrGoOn(ask, file, fields, options)
  let lost = 0
  while (offset < file.size) {
    try {
      const sent = await append(ask, file, { address, offset }, options.partBytes)
      lost = 0
      offset = sent
      options.onProgress?.(offset, file.size)
    } catch (error) {
      if (!isWorthAnother(error) || lost >= (connection.retries ?? defaultRetries)) throw error
      await wait(backoffMs(lost), options.signal)
      lost += 1
      // The part may have arrived, whole or in part.
      offset = (await offsetOf(ask, address)) ?? offset
    }
  }
  return idOf(address)
}

/** Gives an upload up that was begun; one that became a recording stays. */
export async function discardParts(connection: Connection, address: string): Promise<void> {
  await askerOf(connection, {})({ method: 'DELETE', address, headers: {} })
}

type Asked = {
  readonly method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE'
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly content?: Blob
}
type Ask = (asked: Asked) => Promise<Headers>

function askerOf(
  { baseUrl, apiKey, fetch: given, headers: common, retries = defaultRetries }: Connection,
  { signal, timeoutMs = defaultTimeoutMs }: UploadInPartsOptions,
): Ask {
  // Called as a plain function: browsers refuse `fetch` as a method of anything but window.
  const send = given ?? globalThis.fetch
  return async ({ method, address, headers, content }) => {
    const request: Request = {
      method,
      url: baseUrl.replace(/\/+$/, '') + address,
      headers: {
        'tus-resumable': '1.0.0',
        ...common,
        ...(apiKey !== undefined && { 'x-api-key': apiKey }),
        ...(content && { 'content-type': mediaType }),
        ...headers,
      },
      body: content && bodyOf(content),
      reads: 'stream',
      signal,
      timeoutMs,
      // A part is sent again only from where the server says that it stopped.
      retries: method === 'PATCH' ? 0 : retries,
    }
    return (await sendWithRetries(send, request, async () => {})).headers
  }
}

function bodyOf(content: Blob): Body {
  return { make: () => content, contentType: mediaType, isRepeatable: true }
}

async function beginOrGoOn(
  ask: Ask,
  file: Blob,
  fields: Partial<RecordingFields>,
  { address: known, fileName, onBegun, onProgress }: UploadInPartsOptions,
): Promise<{ address: string; offset: number }> {
  const offset = known === undefined ? undefined : await offsetOf(ask, known)
  if (known !== undefined && offset !== undefined) {
    onProgress?.(offset, file.size)
    return { address: known, offset }
  }
  const headers = await ask({
    method: 'POST',
    address: path,
    headers: {
      'upload-length': String(file.size),
      'upload-metadata': metadataOf({ filename: fileName ?? nameOf(file), ...fields }),
    },
  })
  const address = headers.get('location') ?? ''
  onBegun?.(address)
  return { address, offset: 0 }
}

/** How much the server has; undefined when it has forgotten the upload. */
async function offsetOf(ask: Ask, address: string): Promise<number | undefined> {
  try {
    return Number((await ask({ method: 'HEAD', address, headers: {} })).get('upload-offset'))
  } catch (error) {
    if (error instanceof ParleyError && error.status === 404) return undefined
    throw error
  }
}

async function append(
  ask: Ask,
  file: Blob,
  { address, offset }: { readonly address: string; readonly offset: number },
  partBytes = usualPartBytes,
): Promise<number> {
  const headers = await ask({
    method: 'PATCH',
    address,
    headers: { 'upload-offset': String(offset) },
    content: file.slice(offset, offset + partBytes),
  })
  return Number(headers.get('upload-offset'))
}

/** A conflict: the request before is still being written, or it was, and its answer got lost. */
function isWorthAnother(error: unknown): boolean {
  if (error instanceof ParleyConnectionError) return true
  if (!(error instanceof ParleyError)) return false
  return error.status === 409 || isWorthRepeating(error.status, error.code)
}

/** `Upload-Metadata` of tus: keys with values in base64. */
function metadataOf(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name} ${base64Of(String(value as string | number))}`)
    .join(',')
}

function base64Of(text: string): string {
  return btoa(
    Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''),
  )
}

function nameOf(file: Blob): string | undefined {
  const { name } = file as { name?: unknown }
  return typeof name === 'string' ? name : undefined
}

const idOf = (address: string): string => address.split('/').at(-1) ?? ''
