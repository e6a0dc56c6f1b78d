/** Numbers as people say them, in English, French and Arabic. */

const units = new Map<string, number>()
const scales = new Map<string, number>([
  ['hundred', 100],
  ['cent', 100],
  ['cents', 100],
  ['مئة', 100],
  ['مائة', 100],
  ['thousand', 1_000],
  ['mille', 1_000],
  ['ألف', 1_000],
  ['الف', 1_000],
  ['million', 1_000_000],
  ['millions', 1_000_000],
  ['مليون', 1_000_000],
])

const tables: readonly (readonly [from: number, step: number, words: string])[] = [
  [0, 1, 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen'],
  [15, 1, 'fifteen sixteen seventeen eighteen nineteen'],
  [20, 10, 'twenty thirty forty fifty sixty seventy eighty ninety'],
  [0, 1, 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze'],
  [15, 1, 'quinze seize'],
  [20, 10, 'vingt trente quarante cinquante soixante septante huitante nonante'],
  [0, 1, 'صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة'],
  [1, 1, 'واحدة اثنين ثلاث اربعة خمس ست سبع ثماني تسع عشر'],
  [20, 10, 'عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين'],
]
for (const [from, step, words] of tables) {
  for (const [index, word] of words.split(' ').entries()) units.set(word, from + index * step)
}
units.set('une', 1)
units.set('oh', 0)
units.set('vingts', 20)

const joiners = new Set(['and', 'et', 'و', 'a'])

/** ٠ to ٩ and ۰ to ۹ written as 0 to 9. */
export function westernDigits(text: string): string {
  return text
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
}

/** Number words written as figures: "twenty five euros" becomes "25 euros". */
export function figuresIn(text: string): string {
  const words = westernDigits(text)
    .replaceAll(/(\p{L})-(?=\p{L})/gu, '$1 ')
    .split(/(\s+)/)
  const out: string[] = []
  let run: number[] = []
  let gap = ''
  const flush = () => {
    if (run.length > 0) out.push(valueOf(run).join(' '), gap)
    run = []
    gap = ''
  }
  for (const word of words) {
    if (/^\s+$/.test(word)) {
      if (run.length > 0) gap = word
      else out.push(word)
      continue
    }
    const bare = word.toLowerCase().replaceAll(/[.,!?؟،]+$/g, '')
    const value = valueOfWord(bare)
    if (value !== undefined) {
      run.push(value)
      if (bare.length < word.length) {
        gap = ''
        out.push(valueOf(run).join(' '), word.slice(bare.length))
        run = []
      }
      continue
    }
    if (run.length > 0 && joiners.has(bare) && bare !== 'a') continue
    flush()
    out.push(word)
  }
  flush()
  return out.join('').replaceAll(/ {2,}/g, ' ').trim()
}

function valueOfWord(word: string): number | undefined {
  const known = units.get(word) ?? scales.get(word)
  if (known !== undefined) return known
  // Arabic joins "and" to the word after it.
  return word.startsWith('و') ? (units.get(word.slice(1)) ?? scales.get(word.slice(1))) : undefined
}

type Sum = { readonly numbers: number[]; total: number; part: number | undefined }

/** Words one after the other are one number where they can be, else several: "five five" is 5 5. */
function valueOf(run: readonly number[]): readonly number[] {
  const sum: Sum = { numbers: [], total: 0, part: undefined }
  for (const value of run) takeIn(sum, value)
  const { numbers, total, part } = sum
  return part === undefined && total === 0 ? numbers : [...numbers, total + (part ?? 0)]
}

function takeIn(sum: Sum, value: number): void {
  const { total, part } = sum
  if (value >= 1_000) {
    sum.total = total + (part ?? 1) * value
    sum.part = undefined
    return
  }
  const joined = part === undefined ? value : joinedWith(part, value)
  if (joined === undefined) {
    sum.numbers.push(total + (part ?? 0))
    sum.total = 0
  }
  sum.part = joined ?? value
}

function joinedWith(part: number, value: number): number | undefined {
  if (value === 100 && part > 0 && part < 10) return part * 100
  // "quatre vingt", and the French tens that go on to nineteen.
  if (value === 20 && part === 4) return 80
  return canFollow(part, value) ? part + value : undefined
}

function canFollow(part: number, value: number): boolean {
  if (part === 0) return false
  if (part % 100 === 60 || part % 100 === 80) return value > 0 && value < 20
  if (part % 100 === 0) return value > 0 && value < 100
  return part % 10 === 0 && part % 100 >= 20 && value > 0 && value < 10
}
