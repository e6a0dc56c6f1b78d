import { type DayParser, dayParserOf } from '../../platform/time/day-parser.ts'
import { zoneFormat } from '../../platform/time/zone-format.ts'
import type { Lexicon } from './lexicons/lexicon.ts'

/** A day that was said, as the calendar and the clock of the workspace have it. */
export type SpokenDate = {
  /** YYYY-MM-DD. */
  readonly date: string
  /** HH:MM; undefined when no time was said. */
  readonly time: string | undefined
  readonly isToday: boolean
}

/** When and where words such as `tomorrow` are spoken. */
export type Moment = { readonly startedAt: string; readonly timeZone: string }

type Language = 'en' | 'fr'

const numbers: Readonly<Record<Language, readonly string[]>> = {
  en: 'zero one two three four five six seven eight nine ten eleven twelve'.split(' '),
  fr: 'zero une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze'.split(
    ' ',
  ),
}
/** Where a number in words is an hour or a span of time. */
const numberPlaces: Readonly<Record<Language, RegExp>> = {
  en: /\b(at|around|about|in) (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/g,
  fr: /\b(a|vers|dans|pour) (une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze)(?= heures?| jours?| semaines?| mois)/g,
}

/** Folded sentences in, days from today on out, in the order in which they were said. */
export function spokenDates(
  folded: string,
  { language, dateHint }: Pick<Lexicon, 'language' | 'dateHint'>,
  moment: Moment,
): SpokenDate[] {
  if (!dateHint.test(folded)) return []
  const instant = new Date(moment.startedAt)
  const timezone = offsetMinutes(instant, moment.timeZone)
  const today = dateOf(new Date(instant.getTime() + timezone * 60_000))
  const text = withMonths(inDigits(folded, language), language, today)
  const found = dayParserOf(language).parse(text, { instant, timezone }, { forwardDate: true })
  return found
    .filter(({ text: words, start }) => namesDay(words, start))
    .map(({ text: words, start }) => {
      const date = isoDate(start.get('year'), start.get('month'), start.get('day'))
      const isToday = date === today && !start.isCertain('weekday')
      // "Tuesday", said on a Tuesday, is the next one; chrono does not know the day after tomorrow.
      const shift = date === today && start.isCertain('weekday') ? 7 : daysBefore(text, words)
      return { date: addDays(date, shift), time: timeOf(words, start), isToday }
    })
    .filter(({ date }) => date >= today)
}

type Parsed = ReturnType<DayParser['parse']>[number]['start']

/** A month alone, or an hour alone, is no day: `May I` and `pour 15 h` are not dates. */
function namesDay(words: string, start: Parsed): boolean {
  if (/^(?:pour|depuis|il y a|last|past)\b|\b(?:ago|derniere?|passee?)$/.test(words)) return false
  return (
    start.isCertain('day') ||
    start.isCertain('weekday') ||
    /^(?:in|dans) /.test(words) ||
    /next|prochain/.test(words)
  )
}

function daysBefore(text: string, words: string): number {
  const before = text.slice(0, Math.max(0, text.indexOf(words)))
  return /apres-$|day after $/.test(before) ? 1 : 0
}

/** One to seven without am or pm is in the afternoon: nobody sells at three in the night. */
function timeOf(words: string, start: Parsed): string | undefined {
  if (!start.isCertain('hour') || !/\d|noon|midi/.test(words)) return undefined
  const hour = start.get('hour') ?? 0
  const isEarly = hour >= 1 && hour <= 7 && !/\b(?:am|a\.m|matin)\b|:\d\d h/.test(words)
  return clock(isEarly && !/\dh|\d h/.test(words) ? hour + 12 : hour, start.get('minute') ?? 0)
}

const lonelyTime: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:at|around|about) (\d{1,2})(?::(\d{2}))? ?(am|pm|a\.m|p\.m)?(?! ?(?:%|per|percent|people|hours|minutes|euros))\b/,
  fr: /\b(?:a|vers|pour) (\d{1,2}) ?(?:h|heures?)\b ?(\d{2})?/,
}

/** A time of day said without its day. */
export function spokenTime(folded: string, language: Language): string | undefined {
  const [, hours, minutes, half] = lonelyTime[language].exec(inDigits(folded, language)) ?? []
  if (hours === undefined) return undefined
  const hour = Number(hours)
  const minute = Number(minutes ?? 0)
  if (hour > 23 || minute > 59) return undefined
  return clock(isAfternoon(hour, half, language) ? hour + 12 : hour, minute)
}

/** One to seven without am or pm is in the afternoon; French tells by 24 hours. */
function isAfternoon(hour: number, half: string | undefined, language: Language): boolean {
  if (half) return half.startsWith('p') && hour < 12
  return language === 'en' && hour >= 1 && hour <= 7
}

function inDigits(folded: string, language: Language): string {
  return folded.replaceAll(numberPlaces[language], (_, place: string, word: string) => {
    return `${place} ${numbers[language].indexOf(word)}`
  })
}

const monthNames: Readonly<Record<Language, readonly string[]>> = {
  en: 'january february march april may june july august september october november december'.split(
    ' ',
  ),
  fr: 'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre'.split(
    ' ',
  ),
}
const lonelyDay: Readonly<Record<Language, RegExp>> = {
  en: /\b(on the) (\d{1,2})(?:st|nd|rd|th)\b(?! of)/,
  fr: /\b(le) (\d{1,2})(?! ?(?:h|heure|jan|fev|mar|avr|mai|jui|aou|sep|oct|nov|dec|\d|\/))\b/,
}

/** `on the 12th`: of this month, or of the next when the day is over. */
function withMonths(text: string, language: Language, today: string): string {
  return text.replace(lonelyDay[language], (all, article: string, day: string) => {
    const month = Number(today.slice(5, 7)) - (Number(day) > Number(today.slice(8)) ? 1 : 0)
    const name = monthNames[language][month % 12]
    return Number(day) < 1 || Number(day) > 31 || !name ? all : `${article} ${day} ${name}`
  })
}

/** Minutes that the zone is ahead of UTC at that moment. */
function offsetMinutes(instant: Date, timeZone: string): number {
  // Sweden writes moments as ISO 8601 does, with a space.
  const shown = zoneFormat('sv-SE', timeZone, { dateStyle: 'short', timeStyle: 'short' })
  const local = Date.parse(`${shown.format(instant).replace(' ', 'T')}Z`)
  return Math.round((local - instant.getTime()) / 60_000)
}

/** The moment at which clocks of the zone show this; RFC 3339. */
export function momentOf(date: string, time: string, timeZone: string): string {
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  const first = asUtc - offsetMinutes(new Date(asUtc), timeZone) * 60_000
  // Once more with the offset of that moment: the clocks may change in between.
  return new Date(asUtc - offsetMinutes(new Date(first), timeZone) * 60_000).toISOString()
}

/** Calendar date of a moment in a zone. */
export function dateIn(timeZone: string, moment: string): string {
  const instant = new Date(moment)
  return dateOf(new Date(instant.getTime() + offsetMinutes(instant, timeZone) * 60_000))
}

export function addDays(date: string, days: number): string {
  return dateOf(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000))
}

const dateOf = (utc: Date) => utc.toISOString().slice(0, 10)
const two = (value: number) => String(value).padStart(2, '0')
const clock = (hour: number, minute: number) => `${two(hour)}:${two(minute)}`
const isoDate = (year: number | null, month: number | null, day: number | null) =>
  `${String(year).padStart(4, '0')}-${two(month ?? 1)}-${two(day ?? 1)}`
