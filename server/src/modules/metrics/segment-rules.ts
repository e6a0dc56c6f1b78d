import type { SpeakerKind, TranscriptTiming } from '@parley/contract'
import { type Language, languageOf, wordLists } from './language-rules.ts'
import type { WordLists } from './word-list-rules.ts'
import { countWords, type Sentence, sentencesOf } from './word-rules.ts'

type Segment = {
  /** From 0, in the order in which things were said. */
  readonly position: number
  readonly speaker: number
  /** From the beginning, as are all times. Of the first word, where words have times. */
  readonly startMs: number
  /** Null when only the beginning is known. */
  readonly endMs: number | null
  readonly text: string
}

export type Transcript = {
  readonly timing: TranscriptTiming
  readonly hasSpeakers: boolean
  /** ISO 639-1; null when nobody could tell. */
  readonly language: string | null
  readonly speakers: readonly {
    readonly number: number
    readonly kind: SpeakerKind
  }[]
  /** In any order. */
  readonly segments: readonly Segment[]
  /** Length of the conversation, where something else than the transcript tells it. */
  readonly durationMs: number | null
}

export type Side = 'ours' | 'theirs' | 'unknown'

export type Speaker = {
  readonly number: number
  readonly kind: SpeakerKind
  readonly side: Side
}

/** `exact`: beginnings and ends. `starts`: ends are derived. `none`: times were guessed. */
type Precision = 'exact' | 'starts' | 'none'

export type Utterance = {
  readonly position: number
  readonly speaker: number
  readonly side: Side
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  readonly wordCount: number
  readonly sentences: readonly Sentence[]
  readonly isBackchannel: boolean
}

/** A transcript that every rule can rely on: in order, with ends, and with everybody's side. */
export type Talk = {
  readonly precision: Precision
  readonly toldApart: boolean
  readonly language: Language | undefined
  readonly isLanguageGuessed: boolean
  readonly lists: WordLists | undefined
  readonly speakers: ReadonlyMap<number, Speaker>
  /** Whether somebody unknown was put on a side because the other side is known. */
  readonly isSideGuessed: Readonly<Record<Side, boolean>>
  readonly utterances: readonly Utterance[]
  readonly durationMs: number | null
}

export function toTalk(transcript: Transcript): Talk {
  const precision = precisionOf(transcript)
  const segments = inOrder(transcript.segments, precision)
  const sides = sidesOf(transcript, segments)
  const said = segments.map(({ text }) => text)
  const known = languageOf(transcript.language, said)
  const lists = known && wordLists[known.language]
  const timed = precision === 'starts' ? withEnds(segments, transcript.durationMs) : segments
  const utterances = timed.map((segment) => toUtterance(segment, sides.speakers))
  return {
    precision,
    toldApart: transcript.hasSpeakers,
    language: known?.language,
    isLanguageGuessed: known?.isGuessed ?? false,
    lists,
    ...sides,
    utterances: lists ? markBackchannels(utterances, lists) : utterances,
    durationMs: transcript.durationMs,
  }
}

function precisionOf({ timing, segments }: Transcript): Precision {
  if (timing === 'estimated') return 'none'
  const hasEnds = timing !== 'start' && segments.every(({ endMs }) => endMs !== null)
  return hasEnds ? 'exact' : 'starts'
}

type Timed = Segment & { readonly endMs: number; readonly wordCount: number }

/** Without those that say nothing, with impossible times made possible. */
function inOrder(segments: readonly Segment[], precision: Precision): Timed[] {
  const read = segments.flatMap((segment): Timed[] => {
    const wordCount = countWords(segment.text)
    if (wordCount === 0) return []
    const startMs = possible(segment.startMs)
    const endMs = Math.max(startMs, possible(segment.endMs ?? startMs))
    return [{ ...segment, startMs, endMs, wordCount }]
  })
  const byPosition = (a: Timed, b: Timed) => a.position - b.position
  if (precision === 'none') return read.sort(byPosition)
  return read.sort((a, b) => a.startMs - b.startMs || byPosition(a, b))
}

const possible = (ms: number) => (Number.isFinite(ms) ? Math.max(0, ms) : 0)

/** As slowly as anybody speaks, with pauses: 100 words a minute, and a second to begin. */
const slowestMs = (words: number) => 1_000 + words * 600
/** The pace of the last words, which nothing follows: 150 words a minute. */
const usualMs = (words: number) => words * 400

/** A segment ends where the next one begins, but goes on no longer than slow speech would. */
function withEnds(segments: readonly Timed[], durationMs: number | null): Timed[] {
  return segments.map((segment, index) => {
    const { startMs, wordCount } = segment
    const next = segments[index + 1]
    if (next) return { ...segment, endMs: Math.min(next.startMs, startMs + slowestMs(wordCount)) }
    const endMs = startMs + usualMs(wordCount)
    const isInside = durationMs !== null && durationMs > startMs
    return { ...segment, endMs: isInside ? Math.min(endMs, durationMs) : endMs }
  })
}

/**
 * Reps and voice agents are ours. Where nobody is known on one side and somebody is on the other,
 * those who are unknown are taken to be on that one, which makes everything of it an estimate.
 */
function sidesOf({ speakers, hasSpeakers }: Transcript, segments: readonly Timed[]) {
  const known = new Map(speakers.map((speaker) => [speaker.number, speaker]))
  for (const { speaker } of segments) {
    if (!known.has(speaker)) known.set(speaker, { number: speaker, kind: 'unknown' })
  }
  const all = [...known.values()]
  const hasOurs = all.some(({ kind }) => kind === 'rep' || kind === 'agent')
  const hasTheirs = all.some(({ kind }) => kind === 'customer')
  const hasUnknown = all.some(({ kind }) => kind === 'unknown')
  const guessed: Side = hasOurs === hasTheirs ? 'unknown' : hasOurs ? 'theirs' : 'ours'
  const sideOf = (kind: SpeakerKind): Side => {
    if (!hasSpeakers) return 'unknown'
    if (kind === 'unknown') return guessed
    return kind === 'customer' ? 'theirs' : 'ours'
  }
  return {
    speakers: new Map<number, Speaker>(
      all.map((speaker) => [speaker.number, { ...speaker, side: sideOf(speaker.kind) }]),
    ),
    isSideGuessed: {
      ours: hasUnknown && guessed === 'ours',
      theirs: hasUnknown && guessed === 'theirs',
      unknown: false,
    },
  }
}

function toUtterance(segment: Timed, speakers: ReadonlyMap<number, Speaker>): Utterance {
  const { position, speaker, startMs, endMs, text, wordCount } = segment
  const side = speakers.get(speaker)?.side ?? 'unknown'
  const sentences = sentencesOf(text)
  return {
    position,
    speaker,
    side,
    startMs,
    endMs,
    text,
    wordCount,
    sentences,
    isBackchannel: false,
  }
}

/** All of its words, in order. */
export function tokensIn({ sentences }: Pick<Utterance, 'sentences'>): readonly string[] {
  const [only] = sentences
  if (!only) return []
  if (sentences.length === 1 && only.clauses.length === 1) return only.clauses[0] ?? []
  return sentences.flatMap(({ clauses }) => clauses.flat())
}

/** Longer ones say something. */
const maxBackchannelTokens = 4

/**
 * A back-channel is of listed words only, stands between two segments of the same other speaker, and
 * answers no question of theirs.
 */
function markBackchannels(all: readonly Utterance[], { backchannels }: WordLists): Utterance[] {
  const mayBe = all.map((utterance) => {
    if (utterance.wordCount > maxBackchannelTokens) return false
    const tokens = tokensIn(utterance)
    return tokens.length <= maxBackchannelTokens && tokens.every((token) => backchannels.has(token))
  })
  const nextSpeaker: (number | undefined)[] = []
  let next: number | undefined
  for (let index = all.length - 1; index >= 0; index -= 1) {
    nextSpeaker[index] = next
    if (!mayBe[index]) next = all[index]?.speaker
  }
  let before: Utterance | undefined
  return all.map((utterance, index) => {
    if (!mayBe[index]) {
      before = utterance
      return utterance
    }
    const listensTo = before?.sentences.at(-1)?.asks === false ? before.speaker : undefined
    const isBackchannel =
      listensTo !== undefined && listensTo !== utterance.speaker && listensTo === nextSpeaker[index]
    return { ...utterance, isBackchannel }
  })
}
