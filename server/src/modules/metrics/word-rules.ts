/**
 * Text as word lists see it: lower case, without accents and vowel signs, split at everything that is
 * no letter or digit. `don’t` is `don t`, `qu’est-ce` is `qu est ce`.
 */

const marks = /[\p{M}ـ]/gu
const token = /[\p{L}\p{N}]+/gu

/** Arabic letters that are written in several ways, as one. */
const arabicVariants: Readonly<Record<string, string>> = { ة: 'ه', ى: 'ي' }
/** The article, with what may be written before it in one word. */
const arabicArticle = /^(?:[وف]?[بك]?ال|[وف]?لل)(?=.{3})/u

const ascii = /^[\0-\x7f]*$/
const arabic = /[\u0600-\u06ff]/

function fold(text: string): string {
  const lower = text.toLowerCase()
  return ascii.test(lower) ? lower : lower.normalize('NFD').replace(marks, '')
}

/** The words of a text, each as word lists have them. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = fold(text).match(token) ?? []
  return arabic.test(text) ? tokens.map(foldArabic) : tokens
}

function foldArabic(word: string): string {
  return word
    .replace(/[ةى]/g, (letter) => arabicVariants[letter] ?? letter)
    .replace(arabicArticle, '')
}

/** Tokens between single spaces and with one at either end, so that ` word ` finds whole words. */
export function spaced(tokens: readonly string[]): string {
  return ` ${tokens.join(' ')} `
}

const clauseEnd = /[.,;:!?؟،؛…\n]+/

/** Tokens of each part of a text between punctuation. */
export function clausesOf(text: string): string[][] {
  return text
    .split(clauseEnd)
    .map(tokensOf)
    .filter(({ length }) => length > 0)
}

const word = /\S*[\p{L}\p{N}]\S*/gu

/** Words as a person counts them: between spaces, with a letter or digit in them. */
export function countWords(text: string): number {
  return text.match(word)?.length ?? 0
}

/** Words and phrases as one expression that finds them in {@link spaced} text. */
export function phrases(list: string): RegExp {
  return new RegExp(` (?:${alternatives(list)})(?= )`, 'gu')
}

/** The same, at the beginning of the text only, after any number of `before`. */
export function beginnings(list: string, before = ''): RegExp {
  const opening = before === '' ? '' : `(?:(?:${alternatives(before)}) )*`
  return new RegExp(`^ ${opening}(?:${alternatives(list)})(?= )`, 'u')
}

/** A set of single words. */
export function words(list: string): ReadonlySet<string> {
  return new Set(tokensOf(list))
}

/** Lines of a list: plain words and what regular expressions add to them. */
function alternatives(list: string): string {
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('|')
}
