import { toCardinal, toOrdinal } from 'n2words/ar-SA'
import type { Noun, SpokenLanguage } from './language.ts'

const months = [
  'يناير',
  'فبراير',
  'مارس',
  'أبريل',
  'مايو',
  'يونيو',
  'يوليو',
  'أغسطس',
  'سبتمبر',
  'أكتوبر',
  'نوفمبر',
  'ديسمبر',
]
/** Hours are counted with feminine ordinals. */
const hours = [
  'الثانية عشرة',
  'الواحدة',
  'الثانية',
  'الثالثة',
  'الرابعة',
  'الخامسة',
  'السادسة',
  'السابعة',
  'الثامنة',
  'التاسعة',
  'العاشرة',
  'الحادية عشرة',
]

const noun = (one: string, two: string, few: string, many: string): Noun => ({ one, two, few, many })
const money = (unit: Noun, minor: Noun, isMinorFeminine = false) => ({
  unit,
  minor,
  isMinorFeminine,
})

/** One and two are in the noun itself; 3 to 10 want the plural, 11 to 99 the accusative singular. */
function count(digits: string, form: Noun, isFeminine = false): string {
  const value = Number(digits)
  const words = toCardinal(digits, { gender: isFeminine ? 'feminine' : 'masculine' })
  if (value === 1) return `${form.one} ${words}`
  if (value === 2) return form.two ?? form.one
  const last = Math.floor(value) % 100
  if (!Number.isInteger(value)) return `${words} ${form.one}`
  if (last >= 3 && last <= 10) return `${words} ${form.few ?? form.many}`
  return `${words} ${last >= 11 ? form.many : form.one}`
}

function sayTime(hour: number, minute: number, half: 'am' | 'pm' | undefined): string {
  const isAfternoon = half ? half === 'pm' : hour >= 12
  const minutes = { 0: '', 15: ' والربع', 30: ' والنصف' }[minute]
  const said = minutes ?? ` و${count(String(minute), minuteNoun, true)}`
  return `الساعة ${hours[hour % 12] ?? ''}${said} ${isAfternoon ? 'مساءً' : 'صباحًا'}`
}

const minuteNoun = noun('دقيقة', 'دقيقتان', 'دقائق', 'دقيقة')

export const arabic: SpokenLanguage = {
  number: '\\d{1,3}(?:[,٬]\\d{3})+(?:[.٫]\\d+)?|\\d+(?:[.٫]\\d+)?',
  toDigits: (written) => written.replaceAll(/[,٬]/g, '').replace('٫', '.'),
  cardinal: (digits) => toCardinal(digits),
  counted: count,
  // Ordinals are written in letters.
  ordinalMark: '(?!)',
  ordinal: (value) => toOrdinal(value),
  isYear: () => false,
  year: (value) => toCardinal(value),
  date: (day, number, year) =>
    `${toOrdinal(day)} من ${months[number - 1] ?? ''}${
      year === undefined ? '' : ` عام ${toCardinal(year)}`
    }`,
  longDate: new RegExp(
    `(?<day>\\d{1,2}) (?<month>${months.join('|')})(?: (?<year>\\d{4}))?(?![\\p{L}\\d])`,
    'u',
  ),
  monthOf: (name) => {
    const index = months.indexOf(name)
    return index < 0 ? undefined : index + 1
  },
  isDayFirst: true,
  time: sayTime,
  currencies: {
    USD: money(
      noun('دولار', 'دولاران', 'دولارات', 'دولارًا'),
      noun('سنت', 'سنتان', 'سنتات', 'سنتًا'),
    ),
    EUR: money(
      noun('يورو', 'يورو', 'يورو', 'يورو'),
      noun('سنت', 'سنتان', 'سنتات', 'سنتًا'),
    ),
    GBP: money(
      noun('جنيه إسترليني', 'جنيهان إسترلينيان', 'جنيهات إسترلينية', 'جنيهًا إسترلينيًا'),
      noun('بنس', 'بنسان', 'بنسات', 'بنسًا'),
    ),
    SAR: money(
      noun('ريال', 'ريالان', 'ريالات', 'ريالًا'),
      noun('هللة', 'هللتان', 'هللات', 'هللة'),
      true,
    ),
    AED: money(
      noun('درهم', 'درهمان', 'دراهم', 'درهمًا'),
      noun('فلس', 'فلسان', 'فلوس', 'فلسًا'),
    ),
    MAD: money(
      noun('درهم', 'درهمان', 'دراهم', 'درهمًا'),
      noun('سنتيم', 'سنتيمان', 'سنتيمات', 'سنتيمًا'),
    ),
    EGP: money(
      noun('جنيه', 'جنيهان', 'جنيهات', 'جنيهًا'),
      noun('قرش', 'قرشان', 'قروش', 'قرشًا'),
    ),
  },
  andMinor: ' و',
  magnitudes: { ألف: 'ألف', مليون: 'مليون', مليار: 'مليار' },
  ofMany: (magnitude, form) => `${magnitude} ${form.one}`,
  percent: 'بالمئة',
  range: 'إلى',
  units: {
    كم: noun('كيلومتر', 'كيلومتران', 'كيلومترات', 'كيلومترًا'),
    سم: noun('سنتيمتر', 'سنتيمتران', 'سنتيمترات', 'سنتيمترًا'),
    كجم: noun('كيلوغرام', 'كيلوغرامان', 'كيلوغرامات', 'كيلوغرامًا'),
    '°م': noun('درجة مئوية', 'درجتان مئويتان', 'درجات مئوية', 'درجة مئوية'),
  },
  words: {
    at: 'آت',
    dot: 'نقطة',
    dash: 'شرطة',
    underscore: 'شرطة سفلية',
    slash: 'شرطة مائلة',
    and: 'و',
    plus: 'زائد',
    equals: 'يساوي',
    minus: 'ناقص',
  },
  abbreviations: [
    [/(?<![\p{L}\d])د\.(?=\s+\p{L})/gu, 'الدكتور'],
    [/(?<![\p{L}\d])أ\.(?=\s+\p{L})/gu, 'الأستاذ'],
    [/(?<![\p{L}\d])م\.(?=\s+\p{L})/gu, 'المهندس'],
    [/(?<![\p{L}\d])ش\.(?=\s+\p{L})/gu, 'شارع'],
    [/(?<![\p{L}\d])إلخ\.?/gu, 'إلى آخره'],
    [/(?<![\p{L}\d])ص\.ب\.?/gu, 'صندوق بريد'],
  ],
}
