import { toCardinal, toOrdinal } from 'n2words/en-US'
import type { Noun, SpokenLanguage } from './language.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const month = `${months.join('|')}|${months.map((name) => `${name.slice(0, 3)}\\.?`).join('|')}|Sept\\.?`

const plural = (one: string, many = `${one}s`): Noun => ({ one, many })
const money = (unit: Noun, minor: Noun) => ({ unit, minor })

/** 1984 is nineteen eighty-four, 2005 two thousand five, 1900 nineteen hundred. */
function sayYear(year: number): string {
  const [first, last] = [Math.floor(year / 100), year % 100]
  if (year < 1100 || year > 2099 || (year >= 2000 && year < 2010)) return toCardinal(year)
  if (last === 0) return `${toCardinal(first)} hundred`
  return `${toCardinal(first)} ${last < 10 ? `oh ${toCardinal(last)}` : toCardinal(last)}`
}

function sayTime(hour: number, minute: number, half: 'am' | 'pm' | undefined): string {
  const minutes = minute < 10 ? `oh ${toCardinal(minute)}` : toCardinal(minute)
  if (half) {
    return `${toCardinal(hour)}${minute === 0 ? '' : ` ${minutes}`} ${half === 'am' ? 'a m' : 'p m'}`
  }
  if (minute > 0) return `${toCardinal(hour)} ${minutes}`
  return hour >= 1 && hour <= 12 ? `${toCardinal(hour)} o'clock` : `${toCardinal(hour)} hundred`
}

export const english: SpokenLanguage = {
  number: '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?',
  toDigits: (written) => written.replaceAll(',', ''),
  cardinal: (digits) => toCardinal(digits),
  counted: (digits, noun) =>
    `${toCardinal(digits)} ${Number(digits) === 1 ? noun.one : noun.many}`,
  ordinalMark: 'st|nd|rd|th',
  ordinal: (value) => toOrdinal(value),
  isYear: (before) => /\b(in|since|until|till|by|of|year|from|before|after|during)\s$/i.test(before),
  year: sayYear,
  date: (day, number, year) =>
    `${months[number - 1] ?? ''} ${toOrdinal(day)}${year === undefined ? '' : `, ${sayYear(year)}`}`,
  longDate: new RegExp(
    `(?:(?<month>${month}) (?<day>\\d{1,2})(?:st|nd|rd|th)?|(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${month}))(?:,? (?<year>\\d{4}))?(?![\\p{L}\\d])`,
    'u',
  ),
  monthOf: (name) => {
    const index = months.findIndex((one) => one.slice(0, 3) === name.slice(0, 3))
    return index < 0 ? undefined : index + 1
  },
  isDayFirst: false,
  time: sayTime,
  currencies: {
    USD: money(plural('dollar'), plural('cent')),
    EUR: money(plural('euro'), plural('cent')),
    GBP: money(plural('pound'), plural('penny', 'pence')),
    SAR: money(plural('riyal'), plural('halala')),
    AED: money(plural('dirham'), plural('fils', 'fils')),
    MAD: money(plural('dirham'), plural('centime')),
    EGP: money(plural('Egyptian pound'), plural('piastre')),
  },
  andMinor: ' and ',
  magnitudes: {
    thousand: 'thousand',
    million: 'million',
    billion: 'billion',
    trillion: 'trillion',
    k: 'thousand',
    K: 'thousand',
    m: 'million',
    M: 'million',
    bn: 'billion',
    B: 'billion',
  },
  ofMany: (magnitude, noun) => `${magnitude} ${noun.many}`,
  percent: 'percent',
  range: 'to',
  units: {
    'km/h': plural('kilometre per hour', 'kilometres per hour'),
    mph: plural('mile per hour', 'miles per hour'),
    km: plural('kilometre'),
    cm: plural('centimetre'),
    mm: plural('millimetre'),
    kg: plural('kilogram'),
    mg: plural('milligram'),
    ml: plural('millilitre'),
    GB: plural('gigabyte'),
    MB: plural('megabyte'),
    '°C': plural('degree Celsius', 'degrees Celsius'),
    '°F': plural('degree Fahrenheit', 'degrees Fahrenheit'),
    min: plural('minute'),
    hrs: plural('hour'),
    lbs: plural('pound'),
  },
  words: {
    at: 'at',
    dot: 'dot',
    dash: 'dash',
    underscore: 'underscore',
    slash: 'slash',
    and: 'and',
    plus: 'plus',
    equals: 'equals',
    minus: 'minus',
  },
  abbreviations: [
    [/\bMr\.?(?=\s)/g, 'Mister'],
    [/\bMrs\.?(?=\s)/g, 'Missis'],
    [/\bMs\.?(?=\s)/g, 'Miz'],
    [/\bDr\.?(?=\s+\p{Lu})/gu, 'Doctor'],
    [/\bProf\.(?=\s)/g, 'Professor'],
    [/\bSt\.(?=\s+(?!No\b|Apt\b|Suite\b)\p{Lu})/gu, 'Saint'],
    [/(?<=\p{L}\s)St\.?(?=[\s,.]|$)/gu, 'Street'],
    [/\bAve\.?(?=[\s,.]|$)/g, 'Avenue'],
    [/\bRd\.(?=[\s,.]|$)/g, 'Road'],
    [/\bNo\.(?=\s?\d)/g, 'number'],
    [/\bapt\.(?=\s)/gi, 'apartment'],
    [/\bext\.(?=\s?\d)/gi, 'extension'],
    [/\bdept\./gi, 'department'],
    [/\bapprox\./gi, 'approximately'],
    [/\be\.g\.,?/gi, 'for example,'],
    [/\bi\.e\.,?/gi, 'that is,'],
    [/\betc\./gi, 'et cetera'],
    [/\bvs\.?(?=\s)/gi, 'versus'],
    [/\bInc\./g, 'Incorporated'],
    [/\bLtd\./g, 'Limited'],
    [/\bCorp\./g, 'Corporation'],
    [/\basap\b/gi, 'as soon as possible'],
    [/#(?=\d)/g, 'number '],
  ],
}
