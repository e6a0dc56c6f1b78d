import type { Signal } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emitAll } from '../../platform/events/event.ts'
import { type Finding, findTracked, type SpokenSegment } from './find-tracked.ts'
import { replaceSignals, selectTold, type SignalRow } from './signal-queries.ts'
import { selectActiveTrackers } from './tracker-queries.ts'
import { cutQuote } from './tracker-rules.ts'

/** How often these mean it, as estimated by hand: somebody chose the words for it. */
const confidenceOf = { phrase: 0.9, pattern: 0.8 } as const

export type FoundInConversation = {
  readonly workspaceId: string
  readonly conversationId: string
  /** What the evaluator found. */
  readonly signals: readonly Signal[]
  /** What was said, for the phrases and patterns of the workspace's trackers. */
  readonly segments: readonly SpokenSegment[]
  /** What a model found of the trackers' descriptions. */
  readonly tracked?: readonly Tracked[]
}

type Tracked = {
  readonly trackerId: string
  readonly place: {
    readonly quote: string
    readonly segment: number
    readonly start_ms: number
    readonly speaker: number
  }
  readonly confidence: number
}

/**
 * Keeps what was found in a conversation, and announces what is new in the same transaction: call
 * `context.wakeRelay()` after its commit. What people decided stays; what nobody decided on and was
 * not found again goes.
 */
export async function saveSignals(
  tx: Executor,
  context: Pick<Context, 'newId' | 'log'>,
  { signals, ...spoken }: FoundInConversation,
): Promise<void> {
  const { workspaceId, conversationId } = spoken
  const byTrackers = await findByTrackers(tx, context, spoken)
  const found = signals.map((signal) => rowOf(context.newId(), signal))
  const rows = [...found, ...byTrackers].filter(({ quote }) => quote !== '')
  const added = await replaceSignals(tx, workspaceId, conversationId, rows)
  if (added.length === 0) return
  const told = await selectTold(tx, workspaceId, added)
  await emitAll(
    tx,
    told.map(({ id, json }) => ({
      workspaceId,
      id: context.newId(),
      name: 'signal.detected',
      subjectType: 'signal',
      subjectId: id,
      actorUserId: null,
      payload: json,
    })),
  )
}

function rowOf(id: string, { quote, ...signal }: Signal): SignalRow {
  return { id, tracker_id: null, quote: cutQuote(quote), ...signal }
}

async function findByTrackers(
  tx: Executor,
  { newId, log }: Pick<Context, 'newId' | 'log'>,
  { workspaceId, conversationId, segments, tracked = [] }: Omit<FoundInConversation, 'signals'>,
): Promise<SignalRow[]> {
  const trackers = await selectActiveTrackers(tx, workspaceId)
  if (trackers.length === 0) return []
  const { findings, complete } = await findTracked(trackers, segments)
  if (!complete) {
    log.warn({ workspaceId, conversationId }, 'trackers were stopped: their patterns take too long')
  }
  return trackers.flatMap(({ id, kind }, index) => {
    const bySentence = tracked.filter(({ trackerId }) => trackerId === id)
    const places = [
      ...(findings[index] ?? []).map(placeOf),
      ...bySentence.map(({ place, confidence }) => ({ ...place, confidence })),
    ]
    return places.map((place) => ({
      id: newId(),
      kind,
      objection_type: null,
      tracker_id: id,
      ...place,
      quote: cutQuote(place.quote),
      source: 'tracker' as const,
    }))
  })
}

function placeOf({ quote, segment, foundBy }: Finding) {
  return {
    quote,
    segment: segment.position,
    start_ms: Math.max(0, Math.round(segment.startMs)),
    speaker: segment.speaker,
    confidence: confidenceOf[foundBy],
  }
}
