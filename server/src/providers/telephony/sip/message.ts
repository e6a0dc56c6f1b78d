import { type NameAddress, readNameAddress, readVia, splitList, type Via } from './address.ts'

/** Messages of SIP (RFC 3261), read and written. What is malformed is no message. */

/** Names in lower case and in full. */
export type Headers = readonly (readonly [name: string, value: string])[]

export type SipRequest = {
  readonly method: string
  readonly uri: string
  readonly headers: Headers
  readonly body: string
}

export type SipResponse = {
  readonly status: number
  readonly reason: string
  readonly headers: Headers
  readonly body: string
}

/** What every message must say, and says once. */
type Envelope = {
  readonly via: Via
  readonly callId: string
  readonly cseq: { readonly number: number; readonly method: string }
  readonly from: NameAddress
  readonly to: NameAddress
}

export type IncomingRequest = SipRequest & { readonly envelope: Envelope }
export type IncomingResponse = SipResponse & { readonly envelope: Envelope }

/** A datagram cannot be longer; a message on a stream may not. */
export const maxMessageBytes = 65_535
const maxHeaders = 256
const maxLineChars = 8_192

const fullNames: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
}

const token = /^[A-Za-z0-9\-.!%*_+`'~]+$/
/** Headers that hold lists of addresses or of words. */
const lists = new Set(['via', 'route', 'record-route', 'contact', 'allow', 'supported', 'require'])

/** Undefined when it is none, or one that no one should answer. */
export function readMessage(given: Uint8Array): IncomingRequest | IncomingResponse | undefined {
  if (given.length > maxMessageBytes) return undefined
  const bytes = given.subarray(given.findIndex((byte) => byte !== 0x0d && byte !== 0x0a))
  const head = readHead(bytes)
  if (!head) return undefined
  const body = bodyOf(bytes.subarray(head.bytes), head.headers)
  const envelope = envelopeOf(head.headers)
  if (body === undefined || !envelope) return undefined
  const { headers } = head
  const response = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(head.start)
  if (response) {
    return { status: Number(response[1]), reason: response[2] ?? '', headers, body, envelope }
  }
  const asked = readRequestLine(head.start)
  if (!asked || envelope.cseq.method !== asked.method) return undefined
  return { ...asked, headers, body, envelope }
}

function readRequestLine(line: string): { method: string; uri: string } | undefined {
  const [method = '', uri = '', version = '', ...more] = line.split(' ')
  if (!token.test(method) || uri === '' || !/^SIP\/2\.0$/i.test(version)) return undefined
  return more.length > 0 ? undefined : { method, uri }
}

export function isRequest<Q extends SipRequest>(message: Q | SipResponse): message is Q {
  return 'method' in message
}

type Head = { readonly start: string; readonly headers: Headers; readonly bytes: number }

/** The lines before the body; undefined: not all there, or malformed. */
function readHead(bytes: Uint8Array): Head | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  // A line that begins with blanks goes on with the one before.
  const [start = '', ...lines] = text
    .toString('utf8', 0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  if (lines.length > maxHeaders) return undefined
  const headers = lines.map(readHeader)
  if (!headers.every((header) => header !== undefined)) return undefined
  return { start: start.trimEnd(), headers, bytes: end + 4 }
}

function readHeader(line: string): readonly [string, string] | undefined {
  if (line.length > maxLineChars) return undefined
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon)).trimEnd().toLowerCase()
  if (!token.test(name)) return undefined
  return [fullNames[name] ?? name, line.slice(colon + 1).trim()]
}

/** Undefined when less came than was announced. */
function bodyOf(bytes: Uint8Array, headers: Headers): string | undefined {
  const announced = headerOf({ headers }, 'content-length')
  if (announced !== undefined && !/^\d{1,9}$/.test(announced)) return undefined
  const length = announced === undefined ? bytes.length : Number(announced)
  return length > bytes.length ? undefined : Buffer.from(bytes.subarray(0, length)).toString('utf8')
}

function envelopeOf(headers: Headers): Envelope | undefined {
  const message = { headers }
  const once = (name: string) => {
    const values = headers.filter(([each]) => each === name)
    return values.length === 1 ? values[0]?.[1] : undefined
  }
  const via = readVia(listOf(message, 'via')[0] ?? '')
  const [from, to] = [readNameAddress(once('from') ?? ''), readNameAddress(once('to') ?? '')]
  const callId = once('call-id')
  const cseq = readCseq(once('cseq') ?? '')
  if (!via || !from || !to || !callId || /\s/.test(callId) || !cseq) return undefined
  return { via, callId, from, to, cseq }
}

function readCseq(value: string): Envelope['cseq'] | undefined {
  const [, digits, method] = /^(\d{1,10})\s+(\S+)$/.exec(value) ?? []
  if (digits === undefined || method === undefined) return undefined
  const number = Number(digits)
  return number < 2 ** 31 ? { number, method } : undefined
}

type Headed = { readonly headers: Headers }

/** The first value. */
export function headerOf({ headers }: Headed, name: string): string | undefined {
  return headers.find(([each]) => each === name)?.[1]
}

/** All values; of a list, each part on its own. */
export function listOf({ headers }: Headed, name: string): string[] {
  return headers
    .filter(([each]) => each === name)
    .flatMap(([, value]) => (lists.has(name) ? splitList(value) : [value]))
}

/** Spellings that capital letters alone do not give. */
const spellings: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
}

export function writeMessage(message: SipRequest | SipResponse): Buffer {
  const start = isRequest(message)
    ? `${message.method} ${message.uri} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`
  const body = Buffer.from(message.body)
  const headers = [...message.headers, ['content-length', String(body.length)] as const]
  const lines = headers.map(([name, value]) => `${spelt(name)}: ${oneLine(value)}`)
  return Buffer.concat([Buffer.from([oneLine(start), ...lines, '', ''].join('\r\n')), body])
}

function spelt(name: string): string {
  return spellings[name] ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

/** Nothing that comes from elsewhere begins another line. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}

const reasons: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  415: 'Unsupported Media Type',
  420: 'Bad Extension',
  423: 'Interval Too Brief',
  429: 'Provide Referrer Identity',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  608: 'Rejected',
}

export type Reply = {
  /** Ours; needed for every answer but 100. */
  readonly toTag?: string | undefined
  readonly headers?: Headers | undefined
  readonly body?: string | undefined
}

/** The answer to a request, with what it must repeat. */
export function responseTo(
  request: IncomingRequest,
  status: number,
  { toTag, headers = [], body = '' }: Reply = {},
): SipResponse {
  const repeated = request.headers.flatMap(([name, value]) => {
    if (name === 'to' && toTag && !request.envelope.to.params.has('tag')) {
      return [[name, `${value};tag=${toTag}`] as const]
    }
    return ['via', 'from', 'to', 'call-id', 'cseq'].includes(name) ? [[name, value] as const] : []
  })
  return { status, reason: reasons[status] ?? 'Other', headers: [...repeated, ...headers], body }
}
