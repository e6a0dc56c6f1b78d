/** What cells of a spreadsheet mean; undefined: nobody can tell. */

/** Which comes first in `03/04/2026`; days with a dot have the day first everywhere. */
export type DayOrder = 'day' | 'month'

const arabicZero = 0x660
const persianZero = 0x6f0

function withAsciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (code >= persianZero ? persianZero : arabicZero))
  })
}

/**
 * An amount as people write it: `€ 1.234,50`, `1,234.5`, `1 234`. The last separator is the decimal
 * one, but for a comma before three digits, or one that comes again.
 */
export function readNumber(text: string): number | undefined {
  const plain = withAsciiDigits(text)
    .replace(/[\s\u00a0\u202f'’٬]|\p{Sc}|%/gu, '')
    .replace('٫', '.')
    .replace(/^[A-Z]{3}|[A-Z]{3}$/, '')
  const mark = decimalMark(plain)
  const digits = plain
    .replace(/[.,]/g, (_mark, at: number) => (at === mark ? '.' : ''))
    .replace(/^\+/, '')
  return /^-?\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined
}

/** Where the decimals begin; -1 in a whole number. */
function decimalMark(text: string): number {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  const mark = text[last]
  if (mark === undefined) return -1
  const comesAgain = text.indexOf(mark) !== last
  const other = mark === '.' ? ',' : '.'
  if (comesAgain) return -1
  if (text.includes(other)) return last
  return mark === ',' && text.length - last === 4 ? -1 : last
}

const yes = new Set(['true', 'yes', 'y', '1', 'x', 'oui', 'vrai', 'نعم'])
const no = new Set(['false', 'no', 'n', '0', 'non', 'faux', 'لا'])

export function readFlag(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : undefined
}

/** Years of two digits are of this century. */
const century = 2_000

/** A day as `2026-03-01`. */
export function readDay(text: string, order: DayOrder): string | undefined {
  const plain = withAsciiDigits(text).trim()
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(plain)
  if (iso) return dayOf(iso[1], iso[2], iso[3])
  const parts = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?: .*)?$/.exec(plain)
  if (!parts) return undefined
  const [, first, mark, second, year = ''] = parts
  const full = year.length === 2 ? String(century + Number(year)) : year
  return mark === '.' || order === 'day' ? dayOf(full, second, first) : dayOf(full, first, second)
}

function dayOf(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined
}

/** As the days of a column tell, where one of them can only be read in one way. */
export function guessDayOrder(texts: readonly string[], otherwise: DayOrder): DayOrder {
  for (const text of texts) {
    const [, first, second] = /^(\d{1,2})[-/](\d{1,2})[-/]\d{2,4}/.exec(text.trim()) ?? []
    if (Number(first) > 12) return 'day'
    if (Number(second) > 12) return 'month'
  }
  return otherwise
}

/** Letters and digits alone, without accents: what is compared of headers and names. */
export function comparable(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
