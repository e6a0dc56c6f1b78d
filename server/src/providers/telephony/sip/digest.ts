import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { splitList, unquoted } from './address.ts'

/** Digest authentication: RFC 7616 with RFC 8760 for SIP, and RFC 2617 for those who know no `qop`. */

const hashes: Readonly<Record<string, string>> = {
  md5: 'md5',
  'sha-256': 'sha256',
  'sha-512-256': 'sha512-256',
}

export type DigestLogin = { readonly username: string; readonly password: string }

type Fields = ReadonlyMap<string, string>

/** The fields after `Digest`, names in lower case; undefined: another scheme. */
export function readDigest(value: string): Fields | undefined {
  const list = /^\s*Digest\s+(.*)$/is.exec(value)?.[1]
  if (list === undefined) return undefined
  const fields = new Map<string, string>()
  for (const part of splitList(list)) {
    const [, name = '', field = ''] = /^([\w-]+)\s*=\s*(.*)$/s.exec(part) ?? []
    if (name !== '') fields.set(name.toLowerCase(), unquoted(field.trim()))
  }
  return fields
}

type Asked = {
  readonly method: string
  readonly uri: string
  readonly body?: string
}

type Terms = {
  readonly realm: string
  readonly nonce: string
  /** As the challenge names it; MD5 unless it does. */
  readonly algorithm?: string | undefined
  readonly qop?: string | undefined
  readonly cnonce?: string | undefined
  readonly nc?: string | undefined
}

/** The `response` field; undefined for an algorithm that is not known. */
export function digestOf(login: DigestLogin, asked: Asked, terms: Terms): string | undefined {
  const { realm, nonce, algorithm = 'MD5', qop, cnonce = '', nc = '' } = terms
  const [, name = '', isSession] = /^(.*?)(-sess)?$/i.exec(algorithm) ?? []
  const hash = hashes[name.toLowerCase()]
  if (hash === undefined) return undefined
  const h = (text: string) => createHash(hash).update(text).digest('hex')
  const plain = h(`${login.username}:${realm}:${login.password}`)
  const secret = isSession ? h(`${plain}:${nonce}:${cnonce}`) : plain
  const bodyPart = qop === 'auth-int' ? `:${h(asked.body ?? '')}` : ''
  const what = h(`${asked.method}:${asked.uri}${bodyPart}`)
  if (!qop) return h(`${secret}:${nonce}:${what}`)
  return h(`${secret}:${nonce}:${nc}:${cnonce}:${qop}:${what}`)
}

/** What to send after these challenges; undefined: none of them can be met. */
export function answerChallenges(
  challenges: readonly string[],
  login: DigestLogin,
  asked: Asked,
  cnonce = randomBytes(8).toString('hex'),
): string | undefined {
  for (const challenge of challenges) {
    const fields = readDigest(challenge)
    const [realm, nonce] = [fields?.get('realm'), fields?.get('nonce')]
    if (!fields || realm === undefined || nonce === undefined) continue
    const answer = answerOne(fields, { realm, nonce, login, asked, cnonce })
    if (answer !== undefined) return answer
  }
  return undefined
}

type Answering = {
  readonly realm: string
  readonly nonce: string
  readonly login: DigestLogin
  readonly asked: Asked
  readonly cnonce: string
}

function answerOne(fields: Fields, answering: Answering): string | undefined {
  const { realm, nonce, login, asked, cnonce } = answering
  const algorithm = fields.get('algorithm')
  const offered = fields
    .get('qop')
    ?.split(',')
    .map((each) => each.trim())
  const qop = offered?.find((each) => each === 'auth')
  if (offered && qop === undefined) return undefined
  const nc = '00000001'
  const response = digestOf(login, asked, { realm, nonce, algorithm, qop, cnonce, nc })
  if (response === undefined) return undefined
  const opaque = fields.get('opaque')
  const needsCnonce = qop !== undefined || algorithm?.toLowerCase().endsWith('-sess')
  return [
    `Digest username=${quoted(login.username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(asked.uri)}`,
    `response="${response}"`,
    ...(algorithm ? [`algorithm=${algorithm}`] : []),
    ...(needsCnonce ? [`cnonce="${cnonce}"`] : []),
    ...(qop ? [`qop=${qop}`, `nc=${nc}`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ')
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

/** How long a challenge may be answered. */
const nonceLivesMs = 120_000
/** Answers that were given are remembered, so that none is given twice. */
const maxRemembered = 10_000

/** Judges those who log in to us, without keeping anything of those who do not. */
export type DigestGate = {
  /** A value of WWW-Authenticate. */
  readonly challenge: (isStale: boolean) => string
  /** `stale`: right, but with a challenge that is too old. */
  readonly judge: (
    credentials: string,
    asked: Asked,
    passwordOf: (username: string) => readonly string[],
  ) => 'right' | 'stale' | 'wrong'
}

export function openDigestGate(options: {
  readonly realm: string
  readonly nowMs: () => number
}): DigestGate {
  const { realm, nowMs } = options
  const key = randomBytes(32)
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 32)
  const used = new Set<string>()

  function isOurs(nonce: string): 'fresh' | 'old' | 'foreign' {
    const [at = '', salt = '', mac = ''] = nonce.split('.')
    if (!isSame(sign(`${at}.${salt}`), mac)) return 'foreign'
    return nowMs() - Number.parseInt(at, 36) <= nonceLivesMs ? 'fresh' : 'old'
  }

  return {
    challenge(isStale) {
      const text = `${nowMs().toString(36)}.${randomBytes(6).toString('hex')}`
      const stale = isStale ? ', stale=true' : ''
      // One challenge, of the algorithm that every telephone knows: many give up at the sight of another.
      return `Digest realm="${realm}", nonce="${text}.${sign(text)}", algorithm=MD5, qop="auth"${stale}`
    },
    judge(credentials, asked, passwordsOf) {
      const fields = readDigest(credentials)
      const nonce = fields?.get('nonce') ?? ''
      if (!fields || fields.get('realm') !== realm) return 'wrong'
      const age = isOurs(nonce)
      if (age === 'foreign') return 'stale'
      if (!isRight(fields, asked, passwordsOf)) return 'wrong'
      const use = [nonce, fields.get('nc'), fields.get('cnonce'), asked.method].join(' ')
      if (age === 'old' || used.has(use)) return 'stale'
      used.add(use)
      if (used.size > maxRemembered) used.delete(used.values().next().value ?? '')
      return 'right'
    },
  }
}

function isRight(
  fields: Fields,
  asked: Asked,
  passwordsOf: (username: string) => readonly string[],
): boolean {
  const username = fields.get('username') ?? ''
  const terms = {
    realm: fields.get('realm') ?? '',
    nonce: fields.get('nonce') ?? '',
    algorithm: fields.get('algorithm'),
    qop: fields.get('qop'),
    cnonce: fields.get('cnonce'),
    nc: fields.get('nc'),
  }
  // What was signed is the address that the sender wrote; on its way it may have been rewritten.
  const signed = { ...asked, uri: fields.get('uri') ?? asked.uri }
  const response = (fields.get('response') ?? '').toLowerCase()
  return passwordsOf(username).some((password) => {
    const expected = digestOf({ username, password }, signed, terms)
    return expected !== undefined && isSame(expected, response)
  })
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
