import { errors } from 'undici'
import type { Reached } from './connect-timing.ts'
import { OutboundError } from './outbound-error.ts'
import { PostTimeoutError } from './post-handler.ts'

type PostErrorCode =
  /** Refused before anything was sent: a private address, plain http, or a header that cannot be sent. */
  | 'refused'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  /** The connection ended before an answer. */
  | 'reset'
  /** What came back is no HTTP. */
  | 'protocol'
  /** Ended by us, as when the server stops. */
  | 'aborted'

export type PostError = {
  readonly code: PostErrorCode
  /** A sentence that may be shown. */
  readonly message: string
}

type About = { readonly url: URL; readonly reached: Reached }

/** What to call a failure, by its kind and by how far the connection had come. */
export function postErrorOf(cause: Error, { url, reached }: About): PostError {
  const { host } = url
  if (cause instanceof OutboundError) {
    if (cause.code === 'aborted') return { code: 'aborted', message: cause.message }
    return { code: cause.code === 'unknown_host' ? 'dns' : 'refused', message: cause.message }
  }
  if (cause instanceof PostTimeoutError)
    return { code: 'timeout', message: timeoutAt(reached, host) }
  if (cause instanceof errors.ConnectTimeoutError) {
    return { code: 'timeout', message: timeoutAt(reached, host) }
  }
  if (cause instanceof errors.InvalidArgumentError) {
    return { code: 'refused', message: 'A header cannot be sent as it is.' }
  }
  if (cause instanceof errors.HTTPParserError) {
    return { code: 'protocol', message: `What ${host} answered is not HTTP.` }
  }
  return byStep(cause, host, reached)
}

function byStep(cause: Error, host: string, reached: Reached): PostError {
  const isOpen = reached === 'connected' || reached === 'secured'
  if (!isOpen && codeOf(cause) !== 'ECONNRESET') {
    return { code: 'connect', message: `${host} does not accept connections${reasonOf(cause)}.` }
  }
  if (reached === 'connected' && isAboutTls(cause)) {
    return { code: 'tls', message: `${host} has no valid certificate or TLS${reasonOf(cause)}.` }
  }
  return { code: 'reset', message: `${host} closed the connection before it answered.` }
}

/** A plain connection is never `secured`, so its resets look the same but for their code. */
function isAboutTls(cause: Error): boolean {
  const code = codeOf(cause)
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO|HOSTNAME/.test(code)
}

function codeOf(cause: Error): string {
  const { code } = cause as NodeJS.ErrnoException
  return typeof code === 'string' ? code : ''
}

function reasonOf(cause: Error): string {
  const code = codeOf(cause)
  return code === '' || code.startsWith('UND_') ? '' : ` (${code})`
}

function timeoutAt(reached: Reached, host: string): string {
  const steps: Readonly<Record<Reached, string>> = {
    nothing: `The name ${host} was not resolved or could not be connected to in time.`,
    resolved: `${host} could not be connected to in time.`,
    connected: `${host} did not answer in time.`,
    secured: `${host} did not answer in time.`,
  }
  return steps[reached]
}
