import type { Readable } from 'node:stream'
import robotsModule from 'robots-parser'
import type { Guard } from '../../platform/guarded-http/index.ts'
import { follow, toPageError } from './follow.ts'
import { PageError } from './page-error.ts'

// Its types speak of a default export; what Node imports is the function itself.
const parseRobots = robotsModule as unknown as typeof robotsModule.default

/** How we call ourselves, in requests and in robots.txt. */
export const userAgent = 'Parley'
const timeoutMs = 15_000
/** RFC 9309 wants at least this much of it to be read. */
const maxBytes = 512 * 1024

/** Whether addresses of one site may be asked. */
type Rules = (url: string) => boolean

/**
 * The rules of a site, as RFC 9309 has it: a site without them allows everything, one that cannot say
 * them at present allows nothing for now.
 */
export async function fetchRules(
  guard: Guard,
  origin: string,
  signal: AbortSignal | undefined,
): Promise<Rules> {
  const address = `${origin}/robots.txt`
  const { status, body } = await follow(guard, address, {
    // What is longer is cut, not refused.
    maxBytes: maxBytes * 100,
    timeoutMs,
    signal,
  })
  if (status >= 400) {
    body.destroy()
    if (status < 500 && status !== 429) return () => true
    throw new PageError('unreachable', `Its robots.txt cannot be read: it answered ${status}.`, {
      retryable: true,
    })
  }
  const robots = parseRobots(address, await readBeginning(body))
  return (url) => robots.isAllowed(url, userAgent) ?? true
}

async function readBeginning(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      // Leaving the loop closes the connection.
      if (bytes >= maxBytes) break
    }
  } catch (cause) {
    throw toPageError(cause)
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
}
