import type { Readable } from 'node:stream'
import type { Context } from '../../context.ts'
import { guardedStream, OutboundError } from '../../platform/guarded-http/index.ts'
import { type MediaKey, MediaStoreError } from '../../providers/media-store/index.ts'
import { type Failure, failure } from './failure-rules.ts'
import { maxFileBytes } from './limits.ts'

const fetchTimeoutMs = 3_600_000

/** Why there is no file, and whether another try can help. */
export type Missed = { readonly isFinal: boolean; readonly reason: Failure; readonly cause?: unknown }

/** Brings the file at a user's address into the store. Answers its bytes. */
export async function fetchFile(
  { outbound, media }: Pick<Context, 'outbound' | 'media'>,
  key: MediaKey,
  url: string,
  signal: AbortSignal,
): Promise<number | Missed> {
  try {
    const limits = { timeoutMs: fetchTimeoutMs, maxBytes: maxFileBytes }
    const { status, body } = await guardedStream(outbound, { url, signal, ...limits })
    if (status !== 200) return refused(status, body)
    return await media.put(key, body, limits)
  } catch (cause) {
    return missedBy(cause)
  }
}

function refused(status: number, body: Readable): Missed {
  body.destroy()
  const isFinal = status < 500 && status !== 429 && status !== 408
  const more = status >= 300 && status < 400 ? ' Redirects are not followed.' : ''
  return { isFinal, reason: failure('rejected_by_host', `It answered ${status}.${more}`) }
}

function missedBy(cause: unknown): Missed {
  if (cause instanceof MediaStoreError && cause.code === 'full') {
    return { isFinal: false, reason: failure('storage_full'), cause }
  }
  if (!(cause instanceof OutboundError)) throw cause
  const isFinal = !cause.retryable
  if (cause.code === 'too_large') return { isFinal, reason: failure('too_large'), cause }
  if (cause.retryable) return { isFinal, reason: failure('unreachable', cause.message), cause }
  return { isFinal, reason: failure('forbidden_address', cause.message), cause }
}
