/** Words after which people go on, by language; the last word of a sentence is looked up. */
const openEnds = new Set(
  [
    'and but or so because if when while that which who the a an to of in on at for with from about by',
    'my your our their his her its is are was were am will would could should can may must have has',
    'had do does did not very just like um uh er erm hmm well i we they he she it',
    'et mais ou donc car parce que qui quand si le la les un une des du de à au aux en pour avec sur',
    'dans par mon ma mes votre vos notre est sont suis ai avez euh ben alors je nous vous il elle',
    'و لكن أو لأن في من إلى على عن مع هو هي أن إن التي الذي يعني اه',
  ]
    .join(' ')
    .split(' '),
)

/** Said while somebody else speaks, to show that one listens; whole utterances. */
const backChannels = new Set([
  ...'mm|mmm|mhm|mm hm|mm hmm|mmhmm|uh huh|hmm|hm|yeah|yep|yes|ok|okay|right|sure|i see|got it'.split(
    '|',
  ),
  ...'alright|all right|ah|oh|aha|oui|ouais|d accord|ah oui|ok d accord|je vois|hum|voilà'.split(
    '|',
  ),
  ...'نعم|ايوه|أيوه|تمام|طيب|حسنا|اه|آه|مفهوم|صحيح'.split('|'),
])

/** Speech recognisers end everything with a full stop, so that alone says nothing. */
export function soundsUnfinished(text: string): boolean {
  const said = text.trim()
  if (said === '') return true
  if (/[?؟]$/.test(said)) return false
  if (/(,|،|…|\.\.\.|-|–|:)$/.test(said)) return true
  const words = wordsOf(said)
  const last = words.at(-1)
  if (last === undefined) return false
  return openEnds.has(last) || isBeingSpelt(words)
}

/** Letters, figures and the signs of an address, one after the other: more of them may follow. */
function isBeingSpelt(words: readonly string[]): boolean {
  const isPiece = (word: string | undefined) =>
    word !== undefined && (/^[\p{L}\d]$/u.test(word) || /^\d{1,4}$/.test(word))
  const [before, last] = words.slice(-2)
  if (last === 'dot' || last === 'underscore' || last === 'point' || last === 'arobase') return true
  if (!isPiece(last) || !isPiece(before)) return false
  const figures = words.filter((word) => /^\d+$/.test(word)).join('')
  // A telephone number or a date is whole by then.
  return figures.length < 8
}

/** What a question asks for, and when an answer to it is whole. */
const askedFor: readonly {
  readonly question: RegExp
  readonly isWhole: (said: string) => boolean
}[] = [
  {
    question: /e-?mail|courriel|بريد/i,
    isWhole: (said) =>
      /(@|\b(at|arobase)\b|آت).*(\.|\b(dot|point)\b|نقطة)\s*\p{L}{2,}/iu.test(said),
  },
  {
    question: /phone|mobile number|call you back|t[ée]l[ée]phone|هاتف/i,
    isWhole: (said) => digitsIn(said) >= 8,
  },
]

/** Words of somebody who does something else than to answer. */
const otherWords = /\b(no|not|don't|why|what|rather|instead|non|pas|pourquoi)\b|\?|لا|لماذا/i
/** Whoever says more than that does not spell. */
const longestPiece = 8

/** Whether this is the beginning of the answer to a question, of which the rest is still to come. */
export function lacksAnAnswer(question: string, said: string): boolean {
  if (otherWords.test(said) || wordsOf(said).length > longestPiece) return false
  return askedFor.some((one) => one.question.test(question) && !one.isWhole(said))
}

const spokenDigits = new Set(
  'zero oh one two three four five six seven eight nine un deux trois quatre cinq sept huit neuf'.split(
    ' ',
  ),
)

function digitsIn(said: string): number {
  const words = wordsOf(said).filter((word) => spokenDigits.has(word))
  return words.length + said.replaceAll(/\D/g, '').length
}

export function isBackChannel(text: string): boolean {
  return backChannels.has(wordsOf(text).join(' '))
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter(Boolean)
}
