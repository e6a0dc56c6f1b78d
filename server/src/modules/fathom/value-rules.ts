/**
 * Values as automation tools write them: numbers and booleans as text, lists as text of three
 * kinds, dates with and without an offset. Each reader answers undefined for what is missing, and
 * also reports what is there and makes no sense.
 */
export type Report = (sentence: string) => void

type Reader<T> = (value: unknown, field: string, report: Report) => T | undefined

const unstorable = /[\0\p{Cs}]/gu

/** Nothing, in any of the ways it is written. */
export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'string' && /^\s*(null|none|undefined|n\/a)?\s*$/i.test(value)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** Text, cut to a length; numbers count as text. */
export function textOf(maxCharacters: number): Reader<string> {
  return (value, field, report) => {
    if (isMissing(value)) return undefined
    if (typeof value === 'number' || typeof value === 'bigint') return String(value)
    if (typeof value !== 'string') {
      report(`${field} must be text, not ${shown(value)}.`)
      return undefined
    }
    const text = value.replace(unstorable, '\uFFFD').trim()
    if (text.length <= maxCharacters) return text
    report(`${field} was cut to ${maxCharacters} characters.`)
    return text.slice(0, maxCharacters).replace(unstorable, '')
  }
}

export const numberOf: Reader<number> = (value, field, report) => {
  if (isMissing(value)) return undefined
  const text = typeof value === 'string' ? value.trim().replace(/\s*(%|min(utes?)?)$/i, '') : value
  // A comma is a decimal sign only when it is the only one.
  const number = typeof text === 'string' ? Number(text.replace(/^(-?\d+),(\d+)$/, '$1.$2')) : text
  if (typeof number === 'number' && Number.isFinite(number)) return number
  report(`${field} must be a number, not ${shown(value)}.`)
  return undefined
}

/** A number from `min` to `max`. */
export function numberWithin(min: number, max: number): Reader<number> {
  return (value, field, report) => {
    const number = numberOf(value, field, report)
    if (number === undefined || (number >= min && number <= max)) return number
    report(`${field} must be from ${min} to ${max}, not ${number}.`)
    return undefined
  }
}

/** `True,True` is what a list of booleans becomes in Zapier: it is true when one of them is. */
export const flagOf: Reader<boolean> = (value, field, report) => {
  if (isMissing(value)) return undefined
  if (typeof value === 'boolean') return value
  const words = String(value)
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
  const known = words.every((word) => /^(true|false|yes|no|1|0)$/.test(word))
  if (known) return words.some((word) => /^(true|yes|1)$/.test(word))
  report(`${field} must be true or false, not ${shown(value)}.`)
  return undefined
}

const isoShape =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i

/** A moment in RFC 3339, UTC. Without an offset it is read as UTC; numbers are Unix times. */
export const momentOf: Reader<string> = (value, field, report) => {
  if (isMissing(value)) return undefined
  const ms = unixMs(value) ?? isoMs(String(value).trim())
  if (ms !== undefined && ms >= 0 && ms < 253_402_300_800_000) return new Date(ms).toISOString()
  report(`${field} must be a date and time such as 2025-01-15T14:00:00Z, not ${shown(value)}.`)
  return undefined
}

function unixMs(value: unknown): number | undefined {
  const digits = String(value).trim()
  if (/^\d{10}(\.\d+)?$/.test(digits)) return Number(digits) * 1_000
  return /^\d{13}$/.test(digits) ? Number(digits) : undefined
}

function isoMs(text: string): number | undefined {
  const [, day, time = '00:00', zone = 'Z'] = isoShape.exec(text) ?? []
  if (day === undefined) return undefined
  const offset = zone.toUpperCase() === 'UTC' ? 'Z' : zone.toUpperCase()
  const ms = Date.parse(`${day}T${time.replace(',', '.')}${offset}`)
  // Date.parse turns 30 February into March.
  const isReal = !Number.isNaN(Date.parse(`${day}T00:00Z`)) && dayExists(day)
  return isReal && !Number.isNaN(ms) ? ms : undefined
}

function dayExists(day: string): boolean {
  return new Date(`${day}T00:00Z`).toISOString().slice(0, 10) === day
}

/** An http or https address. */
export const addressOf: Reader<string> = (value, field, report) => {
  const text = textOf(2_048)(value, field, report)
  if (text === undefined) return undefined
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text
  report(`${field} must be a web address, not ${shown(value)}.`)
  return undefined
}

/** An e-mail address in lower case. */
export const emailOf: Reader<string> = (value, field, report) => {
  const text = textOf(254)(value, field, report)?.toLowerCase()
  if (text === undefined) return undefined
  if (/^[^\s@,;<>"()]+@[^\s@,;<>"()]+\.[^\s@,;<>"()]{2,}$/.test(text)) return text
  report(`${field} must be an e-mail address, not ${shown(value)}.`)
  return undefined
}

/** Seconds of `HH:MM:SS`, `MM:SS` or a plain number. */
export const secondsOf: Reader<number> = (value, field, report) => {
  if (isMissing(value)) return undefined
  const text = String(value).trim()
  const [, hours = '0', minutes, seconds] =
    /^(?:(\d{1,3}):)?(\d{1,2}):(\d{2}(?:\.\d{1,3})?)$/.exec(text) ?? []
  if (minutes !== undefined) {
    return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
  }
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return Number(text)
  report(`${field} must be a time such as 00:21:23, not ${shown(value)}.`)
  return undefined
}

export type Item = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON in a text; undefined when it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
