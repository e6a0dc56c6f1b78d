import { arabic } from './arabic.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { currencySymbols, type SpokenLanguage } from './language.ts'
import { sayAddress, sayMoney, sayPhone } from './say-figures.ts'

const languages: Readonly<Record<string, SpokenLanguage>> = {
  en: english,
  fr: french,
  ar: arabic,
}

/** Numbers longer than this are codes: read digit by digit. */
const longestNumber = 9

type Groups = Readonly<Record<string, string | undefined>>
type Reader = {
  readonly pattern: string
  /** Undefined: it is nothing of the kind after all. */
  readonly say: (groups: Groups, before: string) => string | undefined
}

const escape = (text: string) => text.replaceAll(/[$.*+?^{}()|[\]\\/]/g, '\\$&')
const anyOf = (words: readonly string[]) =>
  words
    .toSorted((a, b) => b.length - a.length)
    .map(escape)
    .join('|')

/**
 * Writes out what a voice would stumble over: numbers, dates, times, money, units, telephone numbers,
 * addresses and abbreviations. Other languages than English, French and Arabic are left as they are:
 * the engines that speak them read figures by themselves.
 */
export function toSpokenText(text: string, language: string): string {
  const spoken = languages[language]
  if (!spoken) return text
  let plain = withPlainDigits(text)
  for (const [pattern, words] of spoken.abbreviations) plain = plain.replaceAll(pattern, words)
  const { regex, readers } = readingOf(language, spoken)
  return plain
    .replaceAll(regex, (...values: unknown[]) => {
      const groups = values.at(-1) as Groups
      const [match, whole, offset] = [values[0], values.at(-2), values.at(-3)] as [
        string,
        string,
        number,
      ]
      const found = readers.findIndex((_, index) => groups[`r${index}`] !== undefined)
      const reader = readers[found]
      const before = whole.slice(Math.max(0, offset - 20), offset)
      return reader?.say(ownGroups(groups, found), before) ?? match
    })
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}

/** Arabic-Indic and Persian digits become the European ones. */
function withPlainDigits(text: string): string {
  return text
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll('٪', '%')
}

const readings = new Map<string, { regex: RegExp; readers: readonly Reader[] }>()

function readingOf(language: string, spoken: SpokenLanguage) {
  let reading = readings.get(language)
  if (!reading) {
    const readers = readersOf(spoken)
    // Groups of one reader get its number, since names must not come twice.
    const parts = readers.map(
      ({ pattern }, index) => `(?<r${index}>${pattern.replaceAll('(?<_', `(?<g${index}_`)})`,
    )
    reading = { regex: new RegExp(parts.join('|'), 'gu'), readers }
    readings.set(language, reading)
  }
  return reading
}

function ownGroups(groups: Groups, reader: number): Groups {
  const prefix = `g${reader}_`
  return Object.fromEntries(
    Object.entries(groups)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  )
}

/** In the order of precedence: what comes first wins where two could begin at the same place. */
function readersOf(spoken: SpokenLanguage): readonly Reader[] {
  return [
    ...addressReaders(spoken),
    ...dateReaders(spoken),
    ...timeReaders(spoken),
    ...moneyReaders(spoken),
    ...numberReaders(spoken),
  ]
}

const start = '(?<![\\p{L}\\d.,])'
const end = '(?![\\p{L}\\d])'

function addressReaders(spoken: SpokenLanguage): Reader[] {
  return [
    {
      pattern: `(?<_mail>[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)`,
      say: ({ mail = '' }) => sayAddress(mail, spoken),
    },
    {
      pattern: `(?:https?:\\/\\/)?(?<_site>www\\.[\\w.-]+\\w(?:\\/[\\w./-]*\\w)?)|https?:\\/\\/(?<_page>[\\w.-]+\\w(?:\\/[\\w./-]*\\w)?)`,
      say: ({ site, page = '' }) => sayAddress(site ?? page, spoken),
    },
  ]
}

function dateReaders(spoken: SpokenLanguage): Reader[] {
  const say = (day: number, month: number, year: number | undefined) =>
    day >= 1 && day <= 31 && month >= 1 && month <= 12 ? spoken.date(day, month, year) : undefined
  const long = spoken.longDate
  return [
    {
      pattern: `${start}(?<_y>\\d{4})-(?<_m>\\d{2})-(?<_d>\\d{2})${end}`,
      say: ({ y, m, d }) => say(Number(d), Number(m), Number(y)),
    },
    {
      pattern: `${start}(?<_a>\\d{1,2})[\\/.](?<_b>\\d{1,2})[\\/.](?<_y>\\d{4})${end}`,
      say: ({ a, b, y }) => {
        const isDayFirst = spoken.isDayFirst || Number(a) > 12
        const [day, month] = isDayFirst ? [a, b] : [b, a]
        return say(Number(day), Number(month), Number(y))
      },
    },
    {
      pattern: `${start}(?<_text>${withoutNames(long)})`,
      say: ({ text = '' }) => {
        const { day, month, year } = new RegExp(long.source, long.flags).exec(text)?.groups ?? {}
        const number = spoken.monthOf(month ?? '')
        if (number === undefined) return undefined
        return say(Number(day), number, year === undefined ? undefined : Number(year))
      },
    },
  ]
}

/** Its groups have names that may come twice; matched whole here, and taken apart afterwards. */
function withoutNames({ source, flags }: RegExp): string {
  const plain = source.replaceAll(/\(\?<\w+>/g, '(?:')
  return flags.includes('i') ? `(?i:${plain})` : plain
}

function timeReaders(spoken: SpokenLanguage): Reader[] {
  return [
    {
      pattern: `${start}(?:الساعة\\s+)?(?<_h>[01]?\\d|2[0-3])(?::|\\s?h\\s?)(?<_m>[0-5]\\d)(?:\\s?(?<_half>[ap]\\.?m\\.?|صباحا?ً?ا?|مساءً?))?${end}`,
      say: ({ h, m, half }) => spoken.time(Number(h), Number(m), halfOf(half)),
    },
    {
      pattern: `${start}(?<_h>1[0-2]|[1-9])\\s?(?<_half>[ap]\\.?m\\.?)${end}`,
      say: ({ h, half }) => spoken.time(Number(h), 0, halfOf(half)),
    },
    {
      pattern: `${start}(?<_h>[01]?\\d|2[0-3])\\s?h${end}`,
      say: ({ h }) => (spoken.isDayFirst ? spoken.time(Number(h), 0, undefined) : undefined),
    },
  ]
}

function halfOf(written: string | undefined): 'am' | 'pm' | undefined {
  if (!written) return undefined
  return /^[aص]/.test(written) ? 'am' : 'pm'
}

function moneyReaders(spoken: SpokenLanguage): Reader[] {
  const symbol = anyOf(Object.keys(currencySymbols))
  const magnitude = anyOf(Object.keys(spoken.magnitudes))
  const amount = (name: string) => `(?<_${name}>${spoken.number})`
  const many = (name: string) => `(?:\\s?(?<_${name}>${magnitude})${end})?`
  return [
    {
      pattern: `(?<![\\p{L}\\d])(?<_s>${symbol})\\s?${amount('n')}${many('k')}`,
      say: ({ s = '', n = '', k }) => sayMoney(spoken, { symbol: s, written: n, magnitude: k }),
    },
    {
      pattern: `${start}${amount('n')}${many('k')}\\s?(?<_s>${symbol})${end}`,
      say: ({ s = '', n = '', k }) => sayMoney(spoken, { symbol: s, written: n, magnitude: k }),
    },
  ]
}

function numberReaders(spoken: SpokenLanguage): Reader[] {
  const { number, toDigits, words } = spoken
  const cardinal = (written: string) => sayNumber(spoken, toDigits(written))
  return [
    {
      pattern: `(?<![\\p{L}\\d])(?<_phone>\\+\\d[\\d ().-]{5,}\\d|\\(?0\\d[\\d ().-]{5,}\\d|\\d{3}[-.]\\d{3}[-.]\\d{4}|\\d{3}-\\d{4})${end}`,
      say: ({ phone = '' }) => sayPhone(phone, spoken),
    },
    {
      pattern: `${start}(?<_n>\\d+)(?<_mark>${spoken.ordinalMark})${end}`,
      say: ({ n, mark = '' }) => {
        const value = Number(n)
        return value >= 1 && value < 1e6 ? spoken.ordinal(value, mark) : undefined
      },
    },
    {
      pattern: `${start}(?<_a>${number})\\s?[-–]\\s?(?<_b>${number})(?<_sign>\\s?%)?${end}`,
      say: ({ a = '', b = '', sign }) =>
        `${cardinal(a)} ${spoken.range} ${cardinal(b)}${sign ? ` ${spoken.percent}` : ''}`,
    },
    {
      pattern: `(?<_minus>(?<=^|\\s)[-−])?${start}(?<_n>${number})(?:\\s?(?<_sign>%)|\\s?(?<_unit>${anyOf(Object.keys(spoken.units))})${end})?`,
      say({ minus, n = '', sign, unit }, before) {
        const digits = toDigits(n)
        const noun = unit === undefined ? undefined : spoken.units[unit]
        const isYear = !minus && /^\d{4}$/.test(n) && spoken.isYear(before)
        const said = noun
          ? spoken.counted(digits, noun)
          : isYear
            ? spoken.year(Number(digits))
            : sayNumber(spoken, digits)
        return `${minus ? `${words.minus} ` : ''}${said}${sign ? ` ${spoken.percent}` : ''}`
      },
    },
    {
      pattern: `(?<=\\s)(?<_symbol>[&+=])(?=\\s)`,
      say: ({ symbol }) =>
        symbol === '&' ? words.and : symbol === '+' ? words.plus : words.equals,
    },
  ]
}

/** Codes and serial numbers are no amounts: `007` and `12345678901` are read digit by digit. */
function sayNumber({ cardinal }: SpokenLanguage, digits: string): string {
  const isCode = /^0\d/.test(digits) || (/^\d+$/.test(digits) && digits.length > longestNumber)
  if (!isCode) return cardinal(digits)
  return [...digits].map((digit) => (digit === '.' ? '.' : cardinal(digit))).join(' ')
}
