import type {
  ConversationKind,
  ScorecardContent,
  SpeakerKind,
  TalkType,
  TranscriptTiming,
} from '@parley/contract'

export type InputSegment = {
  readonly position: number
  readonly speaker: number
  readonly startMs: number
  readonly endMs: number
  readonly text: string
}

type InputSpeaker = {
  readonly number: number
  readonly name: string | null
  readonly kind: SpeakerKind
}

/** Everything an evaluator goes by: one conversation, and what to look for in it. */
export type EvaluationInput = {
  readonly segments: readonly InputSegment[]
  readonly speakers: readonly InputSpeaker[]
  /** ISO 639-1 as the transcript says; null or undefined: guessed. */
  readonly language?: string | null | undefined
  readonly kind: ConversationKind
  /** What sort of talk it is, when somebody knows; otherwise guessed. */
  readonly talkType?: TalkType | undefined
  /** When it took place, RFC 3339. */
  readonly startedAt: string
  /** IANA name of the workspace's time zone. */
  readonly timeZone: string
  /** Of the whole conversation; default: the end of the last segment. */
  readonly durationMs?: number | undefined
  /** Whether somebody from outside was there; default: whether a customer speaks. */
  readonly hasExternal?: boolean | undefined
  /** Default: segment. */
  readonly timing?: TranscriptTiming | undefined
  readonly scorecard: ScorecardContent
  /** Sentences of the workspace that say what else to look for; only a model can. */
  readonly trackers?: readonly DescribedTracker[] | undefined
}

type DescribedTracker = { readonly id: string; readonly description: string }

/** Segments with words, in order, at times that can be shown. */
export function cleanInput(input: EvaluationInput): EvaluationInput {
  const segments = input.segments
    .filter(({ text }) => text.trim() !== '')
    .map((segment) => {
      const startMs = Math.max(0, Math.round(segment.startMs))
      return { ...segment, startMs, endMs: Math.max(startMs, Math.round(segment.endMs)) }
    })
    .toSorted((a, b) => a.position - b.position)
  return { ...input, segments }
}
