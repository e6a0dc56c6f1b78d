import type { Guard } from '../../platform/guarded-http/index.ts'
import { follow, refusedWith, toPageError } from './follow.ts'
import { PageError } from './page-error.ts'
import { fetchRules, userAgent } from './robots.ts'

const pageLimits = { maxBytes: 10 * 1024 ** 2, timeoutMs: 30_000 }
const accepted = 'text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5'

type WebPage = {
  /** Where redirects led. */
  readonly url: string
  readonly mediaType: string | null
  readonly bytes: Buffer
}

/** Fetches pages of other people's sites as they wish it. */
export type Crawler = {
  /** Throws PageError, or the reason of the signal. */
  fetch(url: string, signal?: AbortSignal): Promise<WebPage>
}

/** Asks each site for its robots.txt once. Make one for each round: rules change. */
export function openCrawler(guard: Guard): Crawler {
  const rules = new Map<string, ReturnType<typeof fetchRules>>()

  async function mayAsk(url: string, signal: AbortSignal | undefined): Promise<void> {
    const { origin } = new URL(url)
    const known = rules.get(origin) ?? fetchRules(guard, origin, signal)
    rules.set(origin, known)
    if ((await known)(url)) return
    throw new PageError('forbidden_by_robots', 'The robots.txt of the site does not allow it.', {
      retryable: false,
    })
  }

  return {
    async fetch(first, signal) {
      const { url, status, mediaType, body } = await follow(guard, first, {
        ...pageLimits,
        signal,
        headers: { 'user-agent': userAgent, accept: accepted },
        mayAsk: (next) => mayAsk(next, signal),
      })
      if (status !== 200) {
        body.destroy()
        throw refusedWith(status)
      }
      const chunks: Buffer[] = []
      try {
        for await (const chunk of body) chunks.push(chunk as Buffer)
      } catch (cause) {
        signal?.throwIfAborted()
        throw toPageError(cause)
      }
      return { url, mediaType, bytes: Buffer.concat(chunks) }
    },
  }
}
