import { currencySymbols, type SpokenLanguage } from './language.ts'

/** An amount with its currency, decimals as cents where there are two of them. */
export function sayMoney(
  spoken: SpokenLanguage,
  amount: {
    readonly symbol: string
    readonly written: string
    readonly magnitude: string | undefined
  },
): string | undefined {
  const currency = spoken.currencies[currencySymbols[amount.symbol] ?? '']
  if (!currency) return undefined
  const digits = spoken.toDigits(amount.written)
  const magnitude = spoken.magnitudes[amount.magnitude ?? '']
  const { unit, minor, isMinorFeminine } = currency
  if (magnitude !== undefined) {
    return `${spoken.cardinal(digits)} ${spoken.ofMany(magnitude, unit)}`
  }
  const [whole = '0', decimals = ''] = digits.split('.')
  const cents = decimals.length === 1 ? `${decimals}0` : decimals
  if (cents.length > 2) return spoken.counted(digits, unit)
  const inCents = Number(cents)
  if (inCents === 0) return spoken.counted(whole, unit)
  const small = spoken.counted(String(inCents), minor, isMinorFeminine)
  return Number(whole) === 0 ? small : spoken.counted(whole, unit) + spoken.andMinor + small
}

/** Digit by digit, with a pause where the writer left one. */
export function sayPhone(written: string, { cardinal, words }: SpokenLanguage): string {
  const groups = written.match(/\d+/g) ?? []
  const said = groups.map((group) => [...group].map((digit) => cardinal(digit)).join(' ')).join(', ')
  return written.startsWith('+') ? `${words.plus} ${said}` : said
}

/** Of mail and of pages: names stay words, marks are said. */
export function sayAddress(address: string, { cardinal, words }: SpokenLanguage): string {
  const marks: Readonly<Record<string, string>> = {
    '@': words.at,
    '.': words.dot,
    '-': words.dash,
    _: words.underscore,
    '/': words.slash,
    '+': words.plus,
  }
  return address
    .replaceAll(/[@._/+-]/g, (mark) => ` ${marks[mark] ?? mark} `)
    .replaceAll(/\d/g, (digit) => ` ${cardinal(digit)} `)
    .replaceAll(/\s+/g, ' ')
    .trim()
}
