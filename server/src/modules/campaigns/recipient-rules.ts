import { recipientLimits } from '@parley/contract'

/** A row as it was sent, in JSON or from a file. */
export type SentRow = Readonly<Record<string, unknown>>

/** What the rules are told of numbers and places. */
export type Geography = {
  /** In E.164, or null for no possible number. */
  readonly e164Of: (typed: string) => string | null
  /** IANA names of where a number may be. */
  readonly zonesOf: (e164: string) => readonly string[]
  readonly isZone: (name: string) => boolean
}

type ReadConsent = {
  readonly kind: string
  readonly source: string
  readonly text: string | null
  /** RFC 3339; null: now. */
  readonly at: string | null
}

export type ReadRecipient = {
  readonly number: string
  readonly isPlain: boolean
  readonly name: string | null
  readonly variables: Readonly<Record<string, unknown>>
  readonly zones: readonly string[]
  readonly consent: ReadConsent | null
}

export type Fault = { readonly field: string; readonly message: string }

/** Reads one row; a fault says why nobody can be called by it. */
export function readRow(row: SentRow, geography: Geography): ReadRecipient | Fault {
  const isPlain = isTrue(row['ignoreE164Validation'])
  const number = readNumber(row, isPlain, geography)
  if (typeof number !== 'string') return number
  const name = textOf(row['name'] ?? row['fullName']) ?? null
  if (name !== null && name.length > recipientLimits.name) {
    return { field: 'name', message: `Names have at most ${recipientLimits.name} characters.` }
  }
  const zones = readZones(row, number, isPlain, geography)
  if ('message' in zones) return zones
  const variables = readVariables(row['dynamicVariables'] ?? row['params'] ?? row['variables'])
  if (isFault(variables)) return variables
  const consent = readConsent(row['consent'])
  if (consent && isFault(consent)) return consent
  return { number, isPlain, name, variables, zones: zones.names, consent }
}

function readNumber(row: SentRow, isPlain: boolean, { e164Of }: Geography): string | Fault {
  const field = 'phoneNumber'
  const typed = textOf(row[field] ?? row['phone_number'] ?? row['number'])
  if (typed === undefined) return { field, message: 'There is no number.' }
  const number = isPlain ? plainNumber(typed) : e164Of(typed)
  return number ?? { field, message: 'This is no telephone number.' }
}

export function isFault(read: object): read is Fault {
  return 'message' in read && 'field' in read && !('number' in read)
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1'
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' || /[\0\p{Cs}]/u.test(text) ? undefined : text
}

/** An extension, a short code: what a carrier may know and E.164 does not. */
function plainNumber(typed: string): string | null {
  const bare = typed.replace(/[\s().-]/g, '')
  return /^\+?[\d*#]{2,20}$/.test(bare) ? bare : null
}

type Zones = { readonly names: readonly string[] } | Fault

/** What is said of the place wins over what the number tells. */
function readZones(row: SentRow, number: string, isPlain: boolean, known: Geography): Zones {
  const said = textOf(row['timezone'] ?? row['timeZone'] ?? row['time_zone'])
  if (said === undefined) return { names: isPlain ? [] : known.zonesOf(number) }
  if (known.isZone(said)) return { names: [said] }
  return {
    field: 'timezone',
    message: 'There is no such time zone; use names such as Europe/Paris.',
  }
}

function readVariables(value: unknown): Readonly<Record<string, unknown>> | Fault {
  const field = 'dynamicVariables'
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) {
    return { field, message: 'Variables are an object of names and values.' }
  }
  const text = JSON.stringify(value)
  if (/\\u0000|\\ud[89a-f]/i.test(text)) {
    return { field, message: 'Variables must not contain NUL or half surrogate characters.' }
  }
  const isLarge =
    Object.keys(value).length > recipientLimits.variables ||
    text.length > recipientLimits.variableCharacters
  if (!isLarge) return { ...value }
  const { variables, variableCharacters } = recipientLimits
  return {
    field,
    message: `There are at most ${variables} variables of ${variableCharacters} characters in all.`,
  }
}

function readConsent(value: unknown): ReadConsent | Fault | null {
  if (value === undefined || value === null) return null
  const field = 'consent'
  if (typeof value !== 'object') return { field, message: 'A consent is an object.' }
  const { kind, source, text, at } = value as Record<string, unknown>
  const said = { kind: textOf(kind), source: textOf(source) }
  if (!said.kind || !said.source) {
    return { field, message: 'A consent has a kind and a source.' }
  }
  const given = textOf(at)
  if (given !== undefined && Number.isNaN(Date.parse(given))) {
    return { field, message: 'A consent was given at a date and time, as RFC 3339 writes it.' }
  }
  return {
    kind: said.kind.slice(0, 100),
    source: said.source.slice(0, 500),
    text: textOf(text)?.slice(0, 5_000) ?? null,
    at: given === undefined ? null : new Date(given).toISOString(),
  }
}
