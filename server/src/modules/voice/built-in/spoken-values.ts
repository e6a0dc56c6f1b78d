import type { ParsedComponents } from 'chrono-node'
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { dayParserOf } from '../../../platform/time/day-parser.ts'
import type { Field } from './plan.ts'
import { figuresIn, westernDigits } from './spoken-numbers.ts'

export type Language = 'en' | 'fr' | 'ar'

type Understood = {
  readonly value: string | number | boolean
  /** As it is said back. */
  readonly spoken: string
}

const yes =
  /^(yes|yeah|yep|yup|sure|correct|right|exactly|absolutely|of course|ok|okay|that'?s (right|correct|it)|please do|oui|ouais|exact|exactement|c'est (ça|cela|exact|correct|bien ça)|d'accord|bien sûr|volontiers|نعم|أجل|اجل|ايوه|أيوه|صحيح|تمام|طبعا|أكيد|اكيد|موافق)\b/iu
const no =
  /^(no|nope|nah|not really|wrong|incorrect|that'?s (wrong|not right)|don'?t|non|pas du tout|c'est faux|لا|كلا|خطأ|غير صحيح)(?![\p{L}])/iu

/** Whether something was affirmed or denied; undefined: neither. */
export function yesOrNo(text: string): boolean | undefined {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/^(uh|um|well|oh|ah|euh|eh bien|so)[,\s]+/, '')
  if (no.test(said)) return false
  // In Arabic script \b finds no edge.
  if (yes.test(said) || /^(نعم|أجل|اجل|ايوه|أيوه|صحيح|تمام|طبعا|أكيد|اكيد|موافق)/.test(said))
    return true
  return undefined
}

/** What follows a yes or no: "no, it is Jon" leaves "it is Jon". */
export function afterYesOrNo(text: string): string {
  return text
    .trim()
    .replace(yes, '')
    .replace(no, '')
    .replace(/^[\s,.;:!،-]+/, '')
    .trim()
}

/** Whether somebody tells a value without having been asked: "my name is Ada". */
export function offersValue(
  field: Field,
  text: string,
  setting: { readonly language: Language; readonly now: Date },
): boolean {
  if (field.kind === 'name')
    return nameLead.test(text) && understand(field, text, setting) !== undefined
  if (field.kind !== 'email' && field.kind !== 'phone') return false
  return understand(field, text, setting) !== undefined
}

/** The value of a field in what was said; undefined: there is none that fits. */
export function understand(
  field: Field,
  text: string,
  { language, now }: { readonly language: Language; readonly now: Date },
): Understood | undefined {
  const said = text.trim()
  switch (field.kind) {
    case 'boolean': {
      const answer = yesOrNo(said)
      return answer === undefined ? undefined : { value: answer, spoken: said }
    }
    case 'number':
    case 'integer':
      return numberIn(said, field)
    case 'date':
    case 'datetime':
      return dateIn(said, field.kind, language, now)
    case 'email':
      return emailIn(said)
    case 'phone':
      return phoneIn(said)
    case 'choice':
      return choiceIn(said, field)
    case 'name':
      return nameIn(said)
    case 'text':
      return textIn(said, field)
  }
}

function numberIn(said: string, { kind, minimum, maximum }: Field): Understood | undefined {
  const text = figuresIn(said)
    .replaceAll(/(\d)[\s\u00a0,'’](?=\d{3}\b)/g, '$1')
    .replaceAll(/(\d),(\d)/g, '$1.$2')
  const found = /-?\d+(\.\d+)?/.exec(text)
  if (!found) return undefined
  const scale = /^\s*k\b/i.test(text.slice(found.index + found[0].length)) ? 1_000 : 1
  const value = Number(found[0]) * scale
  if (kind === 'integer' && !Number.isInteger(value)) return undefined
  if (minimum !== undefined && value < minimum) return undefined
  if (maximum !== undefined && value > maximum) return undefined
  return { value, spoken: String(value) }
}

/** Ready before somebody speaks: loading takes longer than a pause may. */
export function prepareValues(language: Language): void {
  dayParserOf(dayLanguage[language])
}

const dayLanguage = { en: 'en-GB', fr: 'fr', ar: 'en-GB' } as const

function dateIn(
  said: string,
  kind: 'date' | 'datetime',
  language: Language,
  now: Date,
): Understood | undefined {
  // As it was said first: in figures, "the second" would be lost. Then "at three" is found.
  const texts = language === 'en' ? [said, figuresIn(said)] : [figuresIn(said)]
  const parser = dayParserOf(dayLanguage[language])
  const start = texts
    .flatMap((text) => parser.parse(text, now, { forwardDate: true })[0]?.start ?? [])
    .find((one) => isWhole(one, kind))
  if (!start) return undefined
  const two = (part: number | null) => String(part ?? 0).padStart(2, '0')
  const day = `${start.get('year')}-${two(start.get('month'))}-${two(start.get('day'))}`
  const value =
    kind === 'date' ? day : `${day}T${two(start.get('hour'))}:${two(start.get('minute'))}`
  const style = kind === 'date' ? ({ dateStyle: 'full' } as const) : dayAndTime
  const moment = new Date(`${value}${kind === 'date' ? 'T00:00' : ''}:00Z`)
  const spoken = new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }).format(moment)
  return { value, spoken }
}

/** "At nine" alone is a time, not a day. */
function isWhole(start: ParsedComponents, kind: 'date' | 'datetime'): boolean {
  if (kind === 'datetime') return start.isCertain('hour')
  return start.isCertain('day') || start.isCertain('weekday')
}

const dayAndTime = { dateStyle: 'full', timeStyle: 'short' } as const

/** "jane dot doe at example dot com", and addresses that are spelt letter by letter. */
function emailIn(said: string): Understood | undefined {
  const text = figuresIn(` ${westernDigits(said).toLowerCase()} `)
    .replaceAll(/\s+(at sign|at|arobase|arrobase|chez|آت|ات)\s+/g, '@')
    .replaceAll(/\s*\b(dot|point|period)\b\s*|\s+(نقطة|دوت)\s+/g, '.')
    .replaceAll(/\s*\b(underscore|tiret bas|under score)\b\s*/g, '_')
    .replaceAll(/\s*\b(dash|hyphen|minus|tiret|trait d'union)\b\s*/g, '-')
    .replaceAll(/\s*\b(plus)\b\s*/g, '+')
    .replaceAll(/\s*@\s*/g, '@')
  const at = text.indexOf('@')
  if (at < 0) return undefined
  const before = text.slice(0, at).replace(/^.*\b(is|it's|email|e-mail|mail|est|adresse)\s+/, '')
  const local = joinSpelt(before)
  const domain =
    text
      .slice(at + 1)
      .trim()
      .split(/\s+(?=\S{2,})/)[0]
      ?.replaceAll(/\s+/g, '') ?? ''
  const value = `${local}@${domain}`.replaceAll(/[.,!?]+$/g, '')
  if (!/^[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value)) return undefined
  return { value, spoken: spell(value) }
}

/** Letters on their own are joined; of words, the last few that touch the sign. */
function joinSpelt(text: string): string {
  const pieces = text
    .trim()
    .replaceAll(/[,-](?=\s)/g, '')
    .split(/\s+/)
  const spelt: string[] = []
  for (const piece of pieces.toReversed()) {
    const isPiece = piece.length <= 2 || /^\d+$/.test(piece)
    if (spelt.length > 0 && !isPiece && !spelt.every((part) => part.length > 2)) break
    spelt.unshift(piece)
    if (!isPiece) break
  }
  return spelt.join('').replaceAll(/[^a-z0-9._%+-]/g, '')
}

function spell(address: string): string {
  const [local = '', domain = ''] = address.split('@')
  return `${local.split('').join(' ')} at ${domain.replaceAll('.', ' dot ')}`
}

function phoneIn(said: string): Understood | undefined {
  const text = figuresIn(said.replaceAll(/\b(plus)\b/gi, '+'))
    .replaceAll(/\bdouble (\d)/gi, '$1$1')
    .replaceAll(/(\d)[\s.,-]+(?=\d)/g, '$1')
    .replaceAll(/\+\s+/g, '+')
  const digits = /\+?\d{6,15}/.exec(text)?.[0]
  if (!digits) return undefined
  const country: CountryCode | undefined = undefined
  const value = parsePhoneNumberFromString(digits, country)?.number ?? digits
  return { value, spoken: value.split('').join(' ') }
}

function choiceIn(said: string, { choices = [] }: Field): Understood | undefined {
  const text = said.toLowerCase()
  const found = choices
    .filter((choice) =>
      new RegExp(`(?<![\\p{L}\\d])${escape(wordsOf(choice))}(?![\\p{L}\\d])`, 'iu').test(text),
    )
    .toSorted((a, b) => b.length - a.length)
  const [value] = found
  return value === undefined ? undefined : { value, spoken: wordsOf(value) }
}

const wordsOf = (name: string) => name.replaceAll(/[_-]+/g, ' ').toLowerCase()
const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

const nameLead =
  /^(hi|hello|yes|yeah|sure|oui|bonjour|نعم|مرحبا)?[,\s]*(my (full )?name is|my name'?s|the name is|name is|i am|i'?m|this is|it'?s|it is|call me|je m'appelle|mon nom est|je suis|c'est|moi c'est|اسمي|أنا|انا)\s+/iu

function nameIn(said: string): Understood | undefined {
  const bare = said
    .replace(nameLead, '')
    .replaceAll(/[.!?,،؟]+$/g, '')
    .trim()
  const letters = bare.split(/[\s,.-]+/)
  const isSpelt = letters.length > 2 && letters.every((letter) => /^\p{L}$/u.test(letter))
  const name = isSpelt ? letters.join('') : bare
  const words = name.split(/\s+/)
  if (name === '' || words.length > 5 || /\d/.test(name)) return undefined
  const value = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
  return { value, spoken: value }
}

function textIn(said: string, { pattern }: Field): Understood | undefined {
  const value = said.replaceAll(/[.!]+$/g, '').trim()
  if (value.length < 1) return undefined
  if (pattern !== undefined && !matches(pattern, value)) {
    // Codes are spelt: "a b c one two" may be ABC12.
    const joined = figuresIn(value)
      .replaceAll(/[\s.-]+/g, '')
      .toUpperCase()
    return matches(pattern, joined)
      ? { value: joined, spoken: joined.split('').join(' ') }
      : undefined
  }
  return { value, spoken: value }
}

/** Longer ones are not tried: a pattern of a user must not hold the call. */
const longestPatterned = 200

function matches(pattern: string, value: string): boolean {
  if (value.length > longestPatterned || /[+*}]\s*\)\s*[+*{]/.test(pattern)) return true
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true
  }
}
