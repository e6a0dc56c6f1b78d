import { Client } from 'undici'
import type { Guard } from './guard.ts'
import { OutboundError } from './outbound-error.ts'
import { type Answer, PostHandler } from './post-handler.ts'
import { type ConnectTiming, watchConnection } from './connect-timing.ts'
import { type PostError, postErrorOf } from './post-error.ts'

/** As undici's own default; the server's hint of a shorter time is followed. */
const keepAliveMs = 4_000

type Post = {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export type PostLimits = {
  /** From the name's resolution to the answer's headers. */
  readonly timeoutMs: number
  /** For the rest of the answer, once its headers are there. */
  readonly bodyTimeoutMs: number
  /** The rest of a longer answer is not read. */
  readonly maxBytes: number
}

/** In ms; null for steps that were not needed or not reached. */
type PostTiming = ConnectTiming & {
  readonly firstByteMs: number | null
  readonly totalMs: number
}

/** Either an answer or the reason why there is none. */
export type PostOutcome = {
  readonly timing: PostTiming
  readonly answer?: Answer
  readonly error?: PostError
}

/** Connections to one address given by a user, kept for its next requests. */
export type PostPool = {
  /** Never throws. Any number at once: each has a connection to itself. */
  send(post: Post): Promise<PostOutcome>
  /** Ends requests under way. */
  close(): void
}

/** One connection that carries one request at a time. */
type Line = { readonly client: Client; readonly watch: ReturnType<typeof watchConnection> }

/** Throws an OutboundError when the address must not be asked. */
export function openPostPool(guard: Guard, address: string, limits: PostLimits): PostPool {
  const url = guard.check(address)
  const path = url.pathname + url.search
  const idle: Line[] = []
  const open = new Set<Line>()
  let isClosed = false

  function openLine(): Line {
    const line = lineTo(guard, url)
    open.add(line)
    return line
  }

  function drop(line: Line): void {
    open.delete(line)
    line.client.destroy().catch(() => {})
  }

  async function attempt(post: Post, line: Line): Promise<PostOutcome & { isFresh: boolean }> {
    const startedAt = performance.now()
    line.watch.reset()
    const handler = new PostHandler(limits, () => drop(line))
    const result = await handler.run(() =>
      line.client.dispatch(
        { method: 'POST', path, headers: post.headers, body: post.body },
        handler,
      ),
    )
    const ended = performance.now() - startedAt
    const timing = {
      ...line.watch.timing(),
      firstByteMs: handler.firstByteAt === undefined ? null : handler.firstByteAt - startedAt,
      totalMs: ended,
    }
    const isFresh = line.watch.isFresh()
    if (handler.isReusable && !isClosed) idle.push(line)
    else drop(line)
    if (result instanceof Error) {
      const error = postErrorOf(result, { url, reached: line.watch.reached() })
      return { timing, error, isFresh }
    }
    return { timing, answer: result, isFresh }
  }

  return {
    async send(post) {
      const first = await attempt(post, idle.pop() ?? openLine())
      // A server may close an idle connection at the moment we use it: nothing was answered, and the
      // request goes out once more on a new one.
      const again = first.error?.code === 'reset' && !first.isFresh && !isClosed
      const { timing, answer, error } = again ? await attempt(post, openLine()) : first
      return { timing, ...(answer && { answer }), ...(error && { error }) }
    },
    close() {
      isClosed = true
      const reason = new OutboundError('aborted', 'The request was given up.')
      for (const { client } of open) client.destroy(reason).catch(() => {})
      open.clear()
    },
  }
}

function lineTo(guard: Guard, { origin }: URL): Line {
  const watch = watchConnection()
  const client = new Client(origin, {
    connect: guard.connector(watch),
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    // Time is limited as a whole, by PostHandler.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return { client, watch }
}
