/** Forms of a noun by how many there are; languages use the forms they have. */
export type Noun = {
  readonly one: string
  readonly two?: string
  /** 3 to 10 in Arabic. */
  readonly few?: string
  readonly many: string
}

export type Currency = {
  readonly unit: Noun
  readonly minor: Noun
  /** The noun is feminine: numbers agree with it. */
  readonly isMinorFeminine?: boolean
}

/** A number as it is written, with `.` before the decimals and no other mark. */
export type Digits = string

/** How a language says what is written in figures. */
export type SpokenLanguage = {
  /** Matches a number in the language's own notation; no groups in it. */
  readonly number: string
  readonly toDigits: (written: string) => Digits
  readonly cardinal: (digits: Digits) => string
  /** With the noun in the form that the number wants. */
  readonly counted: (digits: Digits, noun: Noun, isFeminine?: boolean) => string
  /** What follows a number and makes it an ordinal; no groups. */
  readonly ordinalMark: string
  readonly ordinal: (value: number, mark: string) => string
  readonly isYear: (before: string) => boolean
  readonly year: (value: number) => string
  /** `month` counts from 1. */
  readonly date: (day: number, month: number, year: number | undefined) => string
  /** A day and month in letters, and perhaps a year: groups day, month and year, or none. */
  readonly longDate: RegExp
  readonly monthOf: (name: string) => number | undefined
  /** Whether 3/4 is the third of April. */
  readonly isDayFirst: boolean
  readonly time: (hour: number, minute: number, half: 'am' | 'pm' | undefined) => string
  readonly currencies: Readonly<Record<string, Currency>>
  readonly andMinor: string
  /** `million` and the like, as they stand between an amount and its currency. */
  readonly magnitudes: Readonly<Record<string, string>>
  /** Joins a magnitude with the currency: `million dollars`, `millions d’euros`. */
  readonly ofMany: (magnitude: string, noun: Noun) => string
  readonly percent: string
  readonly range: string
  readonly units: Readonly<Record<string, Noun>>
  readonly words: {
    readonly at: string
    readonly dot: string
    readonly dash: string
    readonly underscore: string
    readonly slash: string
    readonly and: string
    readonly plus: string
    readonly equals: string
    readonly minus: string
  }
  readonly abbreviations: readonly (readonly [RegExp, string])[]
}

/** Symbols and codes of money, longest first where one begins another. */
export const currencySymbols: Readonly<Record<string, string>> = {
  'US$': 'USD',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '﷼': 'SAR',
  'ر.س': 'SAR',
  'د.إ': 'AED',
  USD: 'USD',
  EUR: 'EUR',
  GBP: 'GBP',
  SAR: 'SAR',
  AED: 'AED',
  MAD: 'MAD',
  EGP: 'EGP',
}
