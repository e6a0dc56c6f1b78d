import { toCardinal, toOrdinal } from 'n2words/fr-FR'
import type { Noun, SpokenLanguage } from './language.ts'

const months = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]

const plural = (one: string, many = `${one}s`): Noun => ({ one, many })
const money = (unit: Noun, minor: Noun) => ({ unit, minor })

/** Below two it is the singular: 1,5 euro. Thousands and hundreds stand alone, millions want `de`. */
function count(digits: string, noun: Noun): string {
  const value = Number(digits)
  const form = Math.abs(value) < 2 ? noun.one : noun.many
  const isRound = value >= 1e6 && value % 1e6 === 0
  return `${toCardinal(digits)} ${isRound ? de(form) : form}`
}

const de = (form: string) => (/^[aeiouhéè]/i.test(form) ? `d'${form}` : `de ${form}`)

const feminine = (words: string) => words.replace(/\bun$/, 'une')

function sayTime(hour: number, minute: number): string {
  const hours = `${feminine(toCardinal(hour))} heure${hour < 2 ? '' : 's'}`
  return minute === 0 ? hours : `${hours} ${feminine(toCardinal(minute))}`
}

export const french: SpokenLanguage = {
  number: '\\d{1,3}(?:[ \\u00a0\\u202f.]\\d{3})+(?!\\d)(?:,\\d+)?|\\d+(?:[.,]\\d+)?',
  toDigits: (written) =>
    /^\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,|$)/.test(written)
      ? written.replaceAll(/[ \u00a0\u202f.]/g, '').replace(',', '.')
      : written.replace(',', '.'),
  cardinal: (digits) => toCardinal(digits),
  counted: count,
  ordinalMark: 'ère|ere|er|ème|eme|nd|nde|e',
  ordinal: (value, mark) => {
    if (value === 1) return /^(ère|ere)$/.test(mark) ? 'première' : 'premier'
    return toOrdinal(value)
  },
  isYear: () => false,
  year: (value) => toCardinal(value),
  date: (day, number, year) =>
    `${day === 1 ? 'premier' : toCardinal(day)} ${months[number - 1] ?? ''}${
      year === undefined ? '' : ` ${toCardinal(year)}`
    }`,
  longDate: new RegExp(
    `(?<day>\\d{1,2})(?:er)? (?<month>${months.join('|')})(?: (?<year>\\d{4}))?(?![\\p{L}\\d])`,
    'iu',
  ),
  monthOf: (name) => {
    const index = months.indexOf(name.toLowerCase())
    return index < 0 ? undefined : index + 1
  },
  isDayFirst: true,
  time: sayTime,
  currencies: {
    USD: money(plural('dollar'), plural('cent')),
    EUR: money(plural('euro'), plural('centime')),
    GBP: money(plural('livre'), plural('penny', 'pence')),
    SAR: money(plural('riyal'), plural('halala')),
    AED: money(plural('dirham'), plural('fils', 'fils')),
    MAD: money(plural('dirham'), plural('centime')),
    EGP: money(plural('livre égyptienne', 'livres égyptiennes'), plural('piastre')),
  },
  andMinor: ' et ',
  magnitudes: {
    mille: 'mille',
    million: 'million',
    millions: 'millions',
    milliard: 'milliard',
    milliards: 'milliards',
    k: 'mille',
    M: 'millions',
    Md: 'milliards',
  },
  ofMany: (magnitude, noun) =>
    magnitude === 'mille' ? `mille ${noun.many}` : `${magnitude} ${de(noun.many)}`,
  percent: 'pour cent',
  range: 'à',
  units: {
    'km/h': plural('kilomètre heure', 'kilomètres heure'),
    km: plural('kilomètre'),
    cm: plural('centimètre'),
    mm: plural('millimètre'),
    kg: plural('kilo'),
    mg: plural('milligramme'),
    ml: plural('millilitre'),
    Go: plural('gigaoctet'),
    Mo: plural('mégaoctet'),
    '°C': plural('degré'),
    min: plural('minute'),
  },
  words: {
    at: 'arobase',
    dot: 'point',
    dash: 'tiret',
    underscore: 'tiret bas',
    slash: 'barre oblique',
    and: 'et',
    plus: 'plus',
    equals: 'égale',
    minus: 'moins',
  },
  abbreviations: [
    [/(?<![\p{L}\d])M\.(?=\s+\p{Lu})/gu, 'Monsieur'],
    [/(?<![\p{L}\d])MM\.(?=\s)/gu, 'Messieurs'],
    [/(?<![\p{L}\d])Mme\.?(?=\s)/gu, 'Madame'],
    [/(?<![\p{L}\d])Mlle\.?(?=\s)/gu, 'Mademoiselle'],
    [/(?<![\p{L}\d])Dr\.?(?=\s)/gu, 'Docteur'],
    [/(?<![\p{L}\d])Pr\.?(?=\s+\p{Lu})/gu, 'Professeur'],
    [/(?<![\p{L}\d])n°\s?(?=\d)/giu, 'numéro '],
    [/(?<![\p{L}\d])bd\.?(?=\s+\p{L})/giu, 'boulevard'],
    [/(?<![\p{L}\d])av\.(?=\s+\p{L})/giu, 'avenue'],
    [/(?<![\p{L}\d])env\.(?=\s)/giu, 'environ'],
    [/(?<![\p{L}\d])p\.\s?ex\./giu, 'par exemple'],
    [/(?<![\p{L}\d])c\.-à-d\./giu, "c'est-à-dire"],
    [/(?<![\p{L}\d])etc\./giu, 'et cetera'],
    [/(?<![\p{L}\d])tél\.(?=\s)/giu, 'téléphone'],
    [/(?<![\p{L}\d])RDV(?![\p{L}\d])/giu, 'rendez-vous'],
    [/(?<![\p{L}\d])s\.?v\.?p\.?(?![\p{L}\d])/giu, "s'il vous plaît"],
  ],
}
