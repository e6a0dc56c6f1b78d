import { expect, test } from 'vitest'
import { toSpokenText } from './spoken-text.ts'

test.each([
  ['There are 42 of them.', 'There are forty-two of them.'],
  [
    'It is 1,234.5 km away.',
    'It is one thousand two hundred thirty-four point five kilometres away.',
  ],
  ['1 kg or 2 kg', 'one kilogram or two kilograms'],
  ['Only 15% off', 'Only fifteen percent off'],
  ['the 1st, 22nd and 3rd', 'the first, twenty-second and third'],
  ['pages 9-12', 'pages nine to twelve'],
  ['minus: -5 °C', 'minus: minus five degrees Celsius'],
  ['$1,234.50 in all', 'one thousand two hundred thirty-four dollars and fifty cents in all'],
  ['$1 and $0.99', 'one dollar and ninety-nine cents'],
  ['€3 million, £2.5bn', 'three million euros, two point five billion pounds'],
  ['SAR 500 or 500 SAR', 'five hundred riyals or five hundred riyals'],
  ['Due 2026-03-02.', 'Due March second, twenty twenty-six.'],
  [
    '3/4/2005 and 25/12/1999',
    'March fourth, two thousand five and December twenty-fifth, nineteen ninety-nine',
  ],
  ['on March 2, 2026 we', 'on March second, twenty twenty-six we'],
  ['the 2nd of March', 'the March second'],
  ['since 1984 and in 1900', 'since nineteen eighty-four and in nineteen hundred'],
  ['1984 apples', 'one thousand nine hundred eighty-four apples'],
  ['at 9:05, 14:30 or 7 pm', 'at nine oh five, fourteen thirty or seven p m'],
  ['at 10:00', "at ten o'clock"],
  ['Call +1 555-0134.', 'Call plus one, five five five, zero one three four.'],
  [
    'Order 007 and 12345678901',
    'Order zero zero seven and one two three four five six seven eight nine zero one',
  ],
  ['Write to ann.lee@acme.com', 'Write to ann dot lee at acme dot com'],
  ['See https://www.acme.com/help', 'See www dot acme dot com slash help'],
  ['Dr. Smith, Mrs. Lee & Mr. X', 'Doctor Smith, Missis Lee and Mister X'],
  ['e.g. Main St. No. 5', 'for example, Main Street number five'],
])('English: %s', (written, said) => {
  expect(toSpokenText(written, 'en')).toBe(said)
})

test.each([
  ['Il y en a 71.', 'Il y en a soixante et onze.'],
  ['1 234,5 km', 'mille deux cent trente-quatre virgule cinq kilomètres'],
  ['12,50 €', 'douze euros et cinquante centimes'],
  ['1 €, 0,50 €', 'un euro, cinquante centimes'],
  ['2 millions €', "deux millions d'euros"],
  ['le 01/05/2026', 'le premier mai deux mille vingt-six'],
  ['le 1er mai', 'le premier mai'],
  ['à 14h30, 9h ou 21:01', 'à quatorze heures trente, neuf heures ou vingt et une heures une'],
  ['la 1ère et le 2e', 'la première et le deuxième'],
  ['20 % de remise', 'vingt pour cent de remise'],
  ['M. Dupont et Mme Curie', 'Monsieur Dupont et Madame Curie'],
  ['n° 5', 'numéro cinq'],
  ['06 12 34 56 78', 'zéro six, un deux, trois quatre, cinq six, sept huit'],
  ['jean@exemple.fr', 'jean arobase exemple point fr'],
])('French: %s', (written, said) => {
  expect(toSpokenText(written, 'fr')).toBe(said)
})

test.each([
  ['لدينا ٣ فروع', 'لدينا ثلاثة فروع'],
  ['السعر 1 ريال', 'السعر واحد ريال'],
  ['السعر 5 SAR', 'السعر خمسة ريالات'],
  ['السعر 2 SAR', 'السعر ريالان'],
  ['السعر 100 SAR', 'السعر مائة ريال'],
  ['خصم 20٪', 'خصم عشرون بالمئة'],
  ['الساعة 10:30 صباحا', 'الساعة العاشرة والنصف صباحًا'],
  ['الساعة 14:15', 'الساعة الثانية والربع مساءً'],
  ['د. أحمد', 'الدكتور أحمد'],
  ['ali@acme.sa', 'ali آت acme نقطة sa'],
])('Arabic: %s', (written, said) => {
  expect(toSpokenText(written, 'ar')).toBe(said)
})

test('dates are said in Arabic with the day as an ordinal', () => {
  expect(toSpokenText('في 02/03/2026', 'ar')).toMatch(/^في الثاني من مارس عام /)
})

test('other languages are left to the engines that speak them', () => {
  expect(toSpokenText('Es kostet 5 €.', 'de')).toBe('Es kostet 5 €.')
})

test('text without figures stays as it is, and no figure is left in what is said', () => {
  const plain = 'Nothing to change here, “really” – nothing.'
  expect(toSpokenText(plain, 'en')).toBe(plain)
  const odd = '1.2.3 99/99/9999 25:61 1,2,3 1e9 $ 5 % 3rds v2.0 0x1F 12-34-56-78 2026-13-45 +'
  for (const language of ['en', 'fr', 'ar']) {
    expect(() => toSpokenText(odd, language)).not.toThrow()
  }
})

test('hostile text is read in the time of its length, not of its square', () => {
  const before = performance.now()
  for (const text of [
    '1,'.repeat(9_000),
    '1 '.repeat(9_000),
    'a@'.repeat(9_000),
    '9'.repeat(20_000),
  ]) {
    for (const language of ['en', 'fr', 'ar']) toSpokenText(text, language)
  }
  expect(performance.now() - before).toBeLessThan(20_000)
})
