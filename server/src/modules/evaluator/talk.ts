import type { Evidence } from '@parley/contract'
import { guessLanguage, lexiconFor } from './guess-language.ts'
import { cleanInput, type EvaluationInput, type InputSegment } from './input.ts'
import { foldText, type Lexicon } from './lexicons/lexicon.ts'

/** Whose words: `anyone` where the speakers are not told apart. */
export type Side = 'rep' | 'customer' | 'anyone'

export type Sentence = {
  /** Place among all sentences of the talk. */
  readonly index: number
  /** Place of its turn: what one side says until the other one speaks. */
  readonly turn: number
  readonly segment: InputSegment
  /** Word for word. */
  readonly text: string
  /** As patterns see it. */
  readonly folded: string
  readonly side: Side
}

/** A conversation made ready to be searched. */
export type Talk = {
  readonly language: string | null
  /** Undefined: no word lists for its language. */
  readonly lexicon: Lexicon | undefined
  readonly sentences: readonly Sentence[]
  /** The same, by turn. */
  readonly turns: readonly (readonly Sentence[])[]
  readonly durationMs: number
  readonly sideOf: (speaker: number) => Side
}

/** Longer ones, such as a transcript without a single full stop, are cut at a space. */
const longestSentence = 600
const sentenceEnd = /(?<=[.!?…؟。])(?<!\b(?:mr|mrs|ms|dr|st|m|mme|e\.g|i\.e|vs)\.)\s+(?=\S)/i

export function prepareTalk(input: EvaluationInput): Talk {
  const { segments } = cleanInput(input)
  const language = guessLanguage(input.language, openingOf(segments))
  const lexicon = lexiconFor(language)
  const sideOf = tellSides(input, segments, lexicon)
  const sentences: Sentence[] = []
  const turns: Sentence[][] = []
  let turn = 0
  let speaker: number | undefined
  for (const segment of segments) {
    if (speaker !== undefined && speaker !== segment.speaker) turn += 1
    speaker = segment.speaker
    for (const text of splitSentences(segment.text)) {
      const side = sideOf(segment.speaker)
      const sentence = {
        index: sentences.length,
        turn,
        segment,
        text,
        folded: foldText(text),
        side,
      }
      sentences.push(sentence)
      const own = turns[turn] ?? []
      own.push(sentence)
      turns[turn] = own
    }
  }
  const lastMs = segments.reduce((end, { endMs }) => Math.max(end, endMs), 0)
  return { language, lexicon, sentences, turns, durationMs: input.durationMs ?? lastMs, sideOf }
}

function openingOf(segments: readonly InputSegment[]): string {
  return segments
    .slice(0, 200)
    .map(({ text }) => text)
    .join(' ')
}

export function splitSentences(text: string): string[] {
  return text
    .split(sentenceEnd)
    .flatMap((sentence) => cut(sentence.trim()))
    .filter((sentence) => sentence !== '')
}

function cut(sentence: string): string[] {
  if (sentence.length <= longestSentence) return [sentence]
  const space = sentence.lastIndexOf(' ', longestSentence)
  const at = space > 0 ? space : longestSentence
  return [sentence.slice(0, at).trim(), ...cut(sentence.slice(at).trim())]
}

/** Who sells and who buys: as the transcript knows it, otherwise by what they say. */
function tellSides(
  { speakers }: EvaluationInput,
  segments: readonly InputSegment[],
  lexicon: Lexicon | undefined,
): (speaker: number) => Side {
  const heard = new Set(segments.map(({ speaker }) => speaker))
  const kindOf = new Map(speakers.map(({ number, kind }) => [number, kind]))
  const known = (speaker: number): Side | undefined => {
    const kind = kindOf.get(speaker)
    return kind === 'rep' || kind === 'agent' ? 'rep' : kind === 'customer' ? 'customer' : undefined
  }
  const sides = new Map([...heard].map((speaker) => [speaker, known(speaker)]))
  const some = [...sides.values()]
  const opposite: Side = some.includes('rep') ? 'customer' : 'rep'
  if (some.some((side) => side !== undefined)) return (speaker) => sides.get(speaker) ?? opposite
  if (heard.size < 2) return () => 'anyone'
  const rep = likeliestRep(segments, lexicon)
  return (speaker) => (speaker === rep ? 'rep' : 'customer')
}

function likeliestRep(
  segments: readonly InputSegment[],
  lexicon: Lexicon | undefined,
): number | undefined {
  const points = new Map<number, number>()
  for (const { speaker, text } of segments) {
    const sellerly = lexicon?.repLike.test(foldText(text)) ? 3 : 0
    const asks = text.includes('?') ? 1 : 0
    points.set(speaker, (points.get(speaker) ?? 0) + sellerly + asks)
  }
  return [...points].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

export function evidenceOf({ text, segment }: Sentence): Evidence {
  return {
    quote: text,
    segment: segment.position,
    start_ms: segment.startMs,
    speaker: segment.speaker,
  }
}

/** `anyone` counts for both sides. */
export function isSaidBy(side: Side, sentence: Sentence): boolean {
  return sentence.side === side || sentence.side === 'anyone' || side === 'anyone'
}

export function isQuestion({ text }: Sentence): boolean {
  return /[?؟]\s*$/.test(text)
}

/** Sentences of a side in which the pattern is found, in order. */
export function findSaid(talk: Talk, side: Side, pattern: RegExp | undefined): Sentence[] {
  if (!pattern) return []
  return talk.sentences.filter(
    (sentence) => isSaidBy(side, sentence) && pattern.test(sentence.folded),
  )
}
