import type { IntegrationTest } from '@parley/contract'

export type FailureReason = NonNullable<IntegrationTest['reason']>

/** What an error says of itself, and those it came from. */
export type Said = {
  readonly message: string
  /** Such as ECONNREFUSED. */
  readonly code: string | undefined
  /** Of a mail server, such as 535. */
  readonly responseCode?: number | undefined
  /** Of a carrier, such as bad_credentials. */
  readonly failure?: string | undefined
}

const reasonOfCode: Readonly<Record<string, FailureReason>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ECONNECTION: 'unreachable',
  ESOCKET: 'unreachable',
  UND_ERR_SOCKET: 'unreachable',
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  EDNS: 'unknown_host',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  EAUTH: 'refused',
}

const reasonOfStatus: Readonly<Record<number, FailureReason>> = {
  401: 'refused',
  402: 'limited',
  403: 'refused',
  404: 'not_found',
  408: 'timeout',
  429: 'limited',
  504: 'timeout',
}

const reasonOfFailure: Readonly<Record<string, FailureReason>> = {
  bad_credentials: 'refused',
  account: 'limited',
  limited: 'limited',
  unavailable: 'unreachable',
}

/** RFC 4954: authentication is required, or its credentials are invalid. */
const mailRefusals = [530, 535]

/** The kind of failure, by the first of these that tells: codes, words, and what is rather vague. */
export function reasonOf(errors: readonly Said[]): FailureReason {
  const tells = [reasonInCode, reasonInWords, reasonInGeneral]
  for (const tell of tells) {
    for (const error of errors) {
      const reason = tell(error)
      if (reason !== undefined) return reason
    }
  }
  return 'other'
}

function reasonInCode({ code = '', responseCode = 0 }: Said): FailureReason | undefined {
  if (mailRefusals.includes(responseCode)) return 'refused'
  // A socket that failed has a reason of its own in what it says.
  return code === 'ESOCKET' ? undefined : reasonOfCode[code]
}

function reasonInWords({ message }: Said): FailureReason | undefined {
  const named = [...message.matchAll(/\b(?:E[A-Z]{4,}|UND_ERR_[A-Z_]+)\b/g)].map(([name]) => name)
  const known = named.map((name) => reasonOfCode[name]).find(Boolean)
  if (known) return known
  const byStatus = reasonOfStatus[statusIn(message)]
  if (byStatus) return byStatus
  return /no answer within|timed? ?out/i.test(message) ? 'timeout' : undefined
}

function reasonInGeneral({ code, failure = '' }: Said): FailureReason | undefined {
  return code === 'ESOCKET' ? 'unreachable' : reasonOfFailure[failure]
}

function statusIn(message: string): number {
  return Number(/\bstatus (\d{3})\b/i.exec(message)?.[1] ?? 0)
}

const shownLength = 600

/** The sentence of the outermost error that has one. */
export function sentenceOf(errors: readonly Said[]): string {
  const said = errors.map(({ message, code }) => message.trim() || code || '')
  // `smtp: ` alone says nothing yet.
  const [first = '', ...others] = said
  const whole = /^[\w ]*:?$/.test(first) ? [first, others.find(Boolean)].join(' ') : first
  return whole.replaceAll(/\s+/g, ' ').trim().slice(0, shownLength)
}

/** An address with its port, of version 4 or 6. */
const addresses = /(?:\[[\da-f:]+\]|\b\d{1,3}(?:\.\d{1,3}){3}|\B::\d+)(?::\d{1,5})?\b/gi

export type Discretion = {
  /** Keys and passwords; never shown. */
  readonly secrets: readonly string[]
  /** Hosts that not everybody may know; undefined shows them. */
  readonly hosts: readonly string[] | undefined
}

/** The same sentence without what its reader may not know. */
export function discreet(sentence: string, { secrets, hosts }: Discretion): string {
  let text = sentence
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '•••')
  if (hosts === undefined) return text
  for (const host of hosts) if (host !== '') text = text.replaceAll(host, '…')
  return text.replaceAll(addresses, '…')
}
