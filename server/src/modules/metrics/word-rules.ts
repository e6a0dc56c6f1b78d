/**
 * Text as word lists see it: lower case, without accents and vowel signs, split at everything that is
 * no letter or digit. `don’t` is `don t`, `qu’est-ce` is `qu est ce`.
 */

const marks = /[\p{M}ـ]/gu
const token = /[\p{L}\p{N}]+/gu
const asciiToken = /[a-z0-9]+/g
const ascii = /^[\0-\x7f]*$/
const arabic = /[\u0600-\u06ff]/

/** Lower case, without marks; Arabic letters that are written in several ways, as one. */
function fold(text: string): string {
  // The curved apostrophe is all that keeps most English text from being ASCII.
  const lower = text.toLowerCase().replaceAll('’', "'")
  if (ascii.test(lower)) return lower
  const plain = lower.normalize('NFD').replace(marks, '')
  return arabic.test(plain) ? plain.replaceAll('ة', 'ه').replaceAll('ى', 'ي') : plain
}

function split(folded: string): string[] {
  if (ascii.test(folded)) return folded.match(asciiToken) ?? []
  const tokens: string[] = folded.match(token) ?? []
  return arabic.test(folded) ? tokens.map(withoutArticle) : tokens
}

/** The Arabic article, with what may be written before it in one word. */
const article = /^(?:[وف]?[بك]?ال|[وف]?لل)/
const beforeStem = 'وفبكال'
const shortestStem = 3

function withoutArticle(word: string): string {
  if (word.length < shortestStem + 2 || !beforeStem.includes(word.charAt(0))) return word
  const stem = word.replace(article, '')
  return stem.length < shortestStem ? word : stem
}

/** The words of a text, each as word lists have them. */
export function tokensOf(text: string): string[] {
  return split(fold(text))
}

/** Tokens between single spaces and with one at either end, so that ` word ` finds whole words. */
export function spaced(tokens: readonly string[]): string {
  return ` ${tokens.join(' ')} `
}

export type Sentence = {
  /** Whether it ends with a question mark. */
  readonly asks: boolean
  /** Tokens of each part between punctuation; at least one. */
  readonly clauses: readonly (readonly string[])[]
}

const piece = /[\p{L}\p{N}]+|[.,;:!?؟،؛…\n]+/gu
const asciiPiece = /[a-z0-9]+|[.,;:!?\n]+/g
const punctuation = '.,;:!?؟،؛…\n'
const sentenceEnd = /[.!?؟…\n]/
/** The mark that ends the words before it; not one that follows an end. */
const questionEnd = /^[,;:،؛]*[.!…]*[?؟]/

/** The sentences of a text that have words in them. Read in one pass: a talk of three hours has thousands. */
export function sentencesOf(text: string): Sentence[] {
  const folded = fold(text)
  const isArabic = arabic.test(folded)
  const sentences: Sentence[] = []
  let clauses: string[][] = []
  let clause: string[] = []
  const endClause = () => {
    if (clause.length > 0) clauses.push(clause)
    clause = []
  }
  const endSentence = (asks: boolean) => {
    endClause()
    if (clauses.length > 0) sentences.push({ asks, clauses })
    clauses = []
  }
  for (const found of folded.match(ascii.test(folded) ? asciiPiece : piece) ?? []) {
    if (!punctuation.includes(found.charAt(0))) {
      clause.push(isArabic ? withoutArticle(found) : found)
    } else if (sentenceEnd.test(found)) endSentence(questionEnd.test(found))
    else endClause()
  }
  endSentence(false)
  return sentences
}

const lastAscii = 0x7f
const letter = /[\p{L}\p{N}]/u

/** Words as a person counts them: between spaces, with a letter or digit in them. */
export function countWords(text: string): number {
  let count = 0
  let isCounted = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isSpace(code)) isCounted = false
    else if (!isCounted && isLetter(text, at, code)) {
      isCounted = true
      count += 1
    }
  }
  return count
}

const space = /\s/
const noBreakSpace = 0xa0
/** Between ASCII and the spaces of typography stand most scripts: Latin, Greek, Cyrillic, Hebrew, Arabic. */
const secondSpace = 0x1680

function isSpace(code: number): boolean {
  if (code <= lastAscii) return code === 32 || (code >= 9 && code <= 13)
  if (code < secondSpace) return code === noBreakSpace
  return space.test(String.fromCharCode(code))
}

/** Letters and digits; of a character in two parts, the first tells. */
function isLetter(text: string, at: number, code: number): boolean {
  if (code > lastAscii) return letter.test(String.fromCodePoint(text.codePointAt(at) ?? code))
  const lower = code | 32
  return (lower >= 97 && lower <= 122) || (code >= 48 && code <= 57)
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
