import type { NextStep, Objection, ObjectionType, Signal, SignalKind } from '@parley/contract'
import type { Lexicon } from './lexicons/lexicon.ts'
import { findSaid, type Sentence, type Side, type Talk } from './talk.ts'

/** Of each kind; more of the same says nothing new. */
const shownOfKind = 5

type Listener = {
  readonly kind: SignalKind
  readonly side: Side
  readonly pattern: (lexicon: Lexicon) => RegExp
  /** How often these words mean it, as estimated by hand; the customer's count more. */
  readonly confidence: number
}

const listeners: readonly Listener[] = [
  { kind: 'pricing', side: 'anyone', pattern: (of) => of.pricing, confidence: 0.75 },
  { kind: 'competitor', side: 'customer', pattern: (of) => of.competitor, confidence: 0.7 },
  { kind: 'buying_intent', side: 'customer', pattern: (of) => of.accepts.clear, confidence: 0.8 },
  { kind: 'buying_intent', side: 'customer', pattern: (of) => of.buyingIntent, confidence: 0.6 },
  { kind: 'decision_maker', side: 'customer', pattern: (of) => of.decides, confidence: 0.75 },
  { kind: 'decision_maker', side: 'customer', pattern: (of) => of.decidesNot, confidence: 0.7 },
  { kind: 'budget', side: 'anyone', pattern: (of) => of.budget, confidence: 0.7 },
  { kind: 'timeline', side: 'customer', pattern: (of) => of.timeline, confidence: 0.7 },
  { kind: 'risk', side: 'customer', pattern: (of) => of.risk, confidence: 0.6 },
  { kind: 'opt_out_request', side: 'customer', pattern: (of) => of.optOut, confidence: 0.9 },
]

export function findSignals(
  talk: Talk,
  { objections, steps }: { objections: readonly Objection[]; steps: readonly NextStep[] },
): Signal[] {
  const { lexicon } = talk
  const heard = lexicon
    ? listeners.flatMap(({ kind, side, pattern, confidence }) =>
        findSaid(talk, side, pattern(lexicon)).map((sentence) =>
          toSignal(kind, sentence, confidence),
        ),
      )
    : []
  const doubts = objections.flatMap(({ type, quote, evidence }) =>
    evidence.slice(0, 1).map(({ segment, start_ms, speaker }) => ({
      ...base('objection', type),
      quote,
      segment,
      start_ms,
      speaker,
      confidence: type === 'other' ? 0.55 : 0.75,
    })),
  )
  const meetings = steps
    .filter(({ kind }) => kind === 'meeting' || kind === 'call_back')
    .flatMap(({ due, evidence }) =>
      evidence.slice(0, 1).map((place) => ({
        ...base('next_meeting', null),
        ...place,
        confidence: due ? 0.85 : 0.6,
      })),
    )
  return inOrder(fewOfEach([...heard, ...doubts, ...meetings]))
}

const base = (kind: SignalKind, type: ObjectionType | null) =>
  ({ kind, objection_type: type, source: 'built_in' }) as const

function toSignal(kind: SignalKind, { text, segment }: Sentence, confidence: number): Signal {
  return {
    ...base(kind, null),
    quote: text,
    segment: segment.position,
    start_ms: segment.startMs,
    speaker: segment.speaker,
    confidence,
  }
}

/** The surest of each kind, one for each place. */
function fewOfEach(signals: readonly Signal[]): Signal[] {
  const counts = new Map<SignalKind, number>()
  const places = new Set<string>()
  return signals
    .toSorted((a, b) => b.confidence - a.confidence)
    .filter(({ kind, segment }) => {
      const place = `${kind} ${segment}`
      const count = counts.get(kind) ?? 0
      if (places.has(place) || count >= shownOfKind) return false
      places.add(place)
      counts.set(kind, count + 1)
      return true
    })
}

const inOrder = (signals: readonly Signal[]) => signals.toSorted((a, b) => a.segment - b.segment)
