import type { Signal } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emitAll } from '../../platform/events/event.ts'
import { type Finding, findTracked, type SpokenSegment } from './find-tracked.ts'
import { replaceSignals, type SignalRow } from './signal-queries.ts'
import { selectActiveTrackers } from './tracker-queries.ts'
import { cutQuote } from './tracker-rules.ts'

/** How often these mean it, as estimated by hand: somebody chose the words for it. */
const confidenceOf = { phrase: 0.9, pattern: 0.8 } as const

export type FoundInConversation = {
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
 * Keeps what was found in conversations, and announces what is new in the same transaction: call
 * `context.wakeRelay()` after its commit. What people decided stays; what nobody decided on and was
 * not found again goes.
 */
export async function saveSignals(
  tx: Executor,
  context: Pick<Context, 'newId' | 'log'>,
  workspaceId: string,
  found: readonly FoundInConversation[],
): Promise<void> {
  if (found.length === 0) return
  const trackers = await selectActiveTrackers(tx, workspaceId)
  const rows: (SignalRow & { readonly conversation_id: string })[] = []
  for (const { signals, ...spoken } of found) {
    const { conversationId: conversation_id } = spoken
    const { complete, byTrackers } = await findByTrackers(context, trackers, spoken)
    if (!complete) {
      const about = { workspaceId, conversationId: conversation_id }
      context.log.warn(about, 'trackers were stopped: their patterns take too long')
    }
    const all = [...signals.map((signal) => rowOf(context.newId(), signal)), ...byTrackers]
    rows.push(
      ...all.filter(({ quote }) => quote !== '').map((row) => ({ ...row, conversation_id })),
    )
  }
  const ids = found.map(({ conversationId }) => conversationId)
  const added = await replaceSignals(tx, workspaceId, ids, rows)
  await emitAll(
    tx,
    added.map(({ id, json }) => ({
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
  { newId }: Pick<Context, 'newId'>,
  trackers: Awaited<ReturnType<typeof selectActiveTrackers>>,
  { segments, tracked = [] }: Omit<FoundInConversation, 'signals'>,
): Promise<{ complete: boolean; byTrackers: SignalRow[] }> {
  if (trackers.length === 0) return { complete: true, byTrackers: [] }
  const { findings, complete } = await findTracked(trackers, segments)
  const byTrackers = trackers.flatMap(({ id, kind }, index) => {
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
  return { complete, byTrackers }
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
