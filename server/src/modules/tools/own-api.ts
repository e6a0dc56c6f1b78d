import type { ToolMethod } from '@parley/contract'
import type { Context } from '../../context.ts'
import { OutboundError } from '../../platform/guarded-http/index.ts'
import { ownPathOf } from './request-rules.ts'

type Asked = {
  readonly method: ToolMethod
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Asks this server as any client does, but without a connection. */
type OwnApi = (asked: Asked) => Promise<Answer>

const doors = new WeakMap<Context, OwnApi>()

export function openOwnApi(context: Context, api: OwnApi): void {
  doors.set(context, api)
}

type Limits = {
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly signal: AbortSignal | undefined
}

/** Throws an OutboundError for what tools may not ask, as a request to another server would. */
export async function askOwnApi(
  context: Context,
  { url, ...asked }: Omit<Asked, 'path'> & { readonly url: string },
  { timeoutMs, maxBytes, signal }: Limits,
): Promise<Answer> {
  const path = ownPathOf(url)
  const api = doors.get(context)
  if (path === undefined || !api) {
    throw new OutboundError(
      'forbidden_address',
      'Of this server, tools may ask what is under /functions/v1/.',
    )
  }
  if (signal?.aborted) throw new OutboundError('aborted', 'The request was given up.')
  const answer = await inTime(api({ ...asked, path }), timeoutMs)
  if (answer.body.length <= maxBytes) return answer
  throw new OutboundError('too_large', `The answer is larger than ${maxBytes} bytes.`)
}

async function inTime(work: Promise<Answer>, timeoutMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new OutboundError('timeout', 'This server did not answer in time.')
    timer = setTimeout(() => reject(error), timeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
