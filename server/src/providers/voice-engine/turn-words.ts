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

export function isBackChannel(text: string): boolean {
  return backChannels.has(wordsOf(text).join(' '))
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter(Boolean)
}
