import { OutboundError, type PostOutcome } from '../../platform/guarded-http/index.ts'
import type { Endpoint } from './endpoint.ts'
import type { AttemptRecord } from './record-queries.ts'
import { plainSignature, signatureHeaders } from './signing.ts'

/** What was tried and what came of it. */
export type Sent = Omit<
  AttemptRecord,
  'workspaceId' | 'endpointId' | 'deliveryId' | 'trigger' | 'state' | 'waitMs'
> & {
  readonly succeeded: boolean
  /** As it came. */
  readonly retryAfter: string | undefined
  /** The server stops: nothing came of it, and nobody is to blame. */
  readonly isAborted: boolean
}

type Message = {
  /** The event's; the same in every attempt. */
  readonly id: string
  readonly body: Buffer | null
}

export const noTiming = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 }
export const userAgent = 'Parley-Webhooks/1.0'

/** One attempt, signed at this moment with the present secrets. Never throws. */
export async function sendOnce(endpoint: Endpoint, message: Message, now: Date): Promise<Sent> {
  const { id, body } = message
  if (body === null) {
    const error = { code: 'expunged', message: 'The data of this event has been deleted.' }
    return sentOf({ timing: noTiming, error }, '{}', now)
  }
  const headers = headersOf(endpoint, { id, body }, now)
  const shown = JSON.stringify(redacted(headers, endpoint))
  if (endpoint.pool instanceof OutboundError) {
    const error = { code: 'refused', message: endpoint.pool.message }
    return sentOf({ timing: noTiming, error }, shown, now)
  }
  return sentOf(await endpoint.pool.send({ headers, body }), shown, now)
}

function headersOf(
  { row, secret, previous, headers }: Endpoint,
  { id, body }: { readonly id: string; readonly body: Buffer },
  now: Date,
): Record<string, string> {
  const secrets = {
    current: secret,
    previous: previous && previous.until > now ? previous.secret : undefined,
  }
  return {
    ...headers,
    'content-type': 'application/json',
    'user-agent': userAgent,
    ...signatureHeaders(secrets, { id, timestampS: Math.floor(now.getTime() / 1_000) }, body),
    ...(row.kind === 'agent' && { 'x-hamsa-signature': plainSignature(secret, body) }),
  }
}

/** Headers that the owner chose often hold credentials of the receiver. */
function redacted(
  headers: Readonly<Record<string, string>>,
  endpoint: Endpoint,
): Record<string, string> {
  const shown = { ...headers }
  for (const name of Object.keys(endpoint.headers)) shown[name] = '***'
  return shown
}

type Outcome = Omit<PostOutcome, 'error'> & {
  readonly error?: { readonly code: string; readonly message: string }
}

export function sentOf(outcome: Outcome, requestHeaders: string, now: Date): Sent {
  const { timing, answer } = outcome
  const failure = outcome.error ?? (answer && refusalOf(answer))
  const { totalMs, ...steps } = timing
  return {
    startedAt: now.toISOString(),
    durationMs: totalMs,
    ...steps,
    requestHeaders,
    ...(answer ? shownAnswer(answer) : noAnswer),
    error: failure?.code ?? null,
    errorMessage: failure?.message ?? null,
    succeeded: failure === undefined,
    retryAfter: answer?.headers['retry-after'],
    isAborted: outcome.error?.code === 'aborted',
  }
}

type Answer = NonNullable<Outcome['answer']>
type ShownAnswer = Pick<Sent, 'status' | 'responseHeaders' | 'responseBody' | 'isCut'>

const noAnswer: ShownAnswer = {
  status: null,
  responseHeaders: null,
  responseBody: null,
  isCut: false,
}

function shownAnswer({ status, headers, body, isCut }: Answer): ShownAnswer {
  return {
    status,
    responseHeaders: JSON.stringify(headers),
    responseBody: body.toString('base64'),
    isCut,
  }
}

/** Only 2xx is success: a redirect may lead anywhere, and following it would send data there. */
function refusalOf({ status, headers }: Answer) {
  const { location } = headers
  if (status >= 200 && status < 300) return undefined
  const isRedirect = status >= 300 && status < 400
  return {
    code: 'status',
    message:
      isRedirect && location !== undefined
        ? `The receiver answered ${status} and redirects to another address, which is not followed.`
        : `The receiver answered ${status}.`,
  }
}
