import type { SpeakerKind, TranscriptSource, TranscriptTiming } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emitJson } from '../../platform/events/event.ts'
import { selectColleagues, selectGuests } from './people-queries.ts'
import { type Matched, matchVoice, type Voice } from './speaker-rules.ts'
import {
  findTranscriptOf,
  lockConversation,
  type Segment,
  selectSegments,
  selectSummary,
  type TranscriptHead,
  writeTranscript,
} from './transcript-queries.ts'

/** Longer transcripts are cut: a day of speech without a pause has half as many. */
const maxSegments = 50_000

export type NewTranscript = {
  readonly workspaceId: string
  readonly conversationId: string
  readonly source: TranscriptSource
  readonly engine?: string | null
  readonly language?: string | null
  /** 0 to 1. */
  readonly confidence?: number | null
  readonly timing: TranscriptTiming
  /** Whether the speakers are told apart; false when all is put down to one. */
  readonly hasSpeakers: boolean
  /** Speaker 1 first; what is known of them. A kind or ids given here are not looked up. */
  readonly speakers: readonly NewSpeaker[]
  /** In order of time. Those without text are left out. */
  readonly segments: readonly Segment[]
  /** Replaces a transcript that people corrected, too. */
  readonly evenIfEdited?: boolean
}

export type NewSpeaker = Voice & {
  readonly kind?: SpeakerKind
  readonly userId?: string | null
  readonly contactId?: string | null
}

export type Saved = {
  readonly transcriptId: string
  /** `kept`: the same was there already, or people have corrected it since. */
  readonly outcome: 'generated' | 'updated' | 'kept'
}

/**
 * Gives a conversation its transcript and announces it, in the caller's transaction. Safe to repeat:
 * the same transcript again changes nothing. Wake the relay after the commit. Answers undefined when
 * there is no such conversation.
 */
export async function saveTranscript(
  tx: Executor,
  context: Context,
  wanted: NewTranscript,
): Promise<Saved | undefined> {
  const { workspaceId, conversationId } = wanted
  if (!(await lockConversation(tx, workspaceId, conversationId))) return undefined
  const segments = wanted.segments.filter(({ text }) => text.trim() !== '').slice(0, maxSegments)
  const former = await findTranscriptOf(tx, workspaceId, conversationId)
  if (former) {
    const corrected = former.edited_at !== null && wanted.evenIfEdited !== true
    const same = former.source === wanted.source && (await isSame(tx, wanted, former.id, segments))
    if (corrected || same) return { transcriptId: former.id, outcome: 'kept' }
  }
  const transcriptId = former?.id ?? context.newId()
  const head = toHead(wanted, transcriptId, segments)
  await writeTranscript(tx, head, await matchSpeakers(tx, wanted), segments)
  const outcome = former ? 'updated' : 'generated'
  await announceTranscript(tx, context, { workspaceId, transcriptId, outcome, actorUserId: null })
  return { transcriptId, outcome }
}

function toHead(wanted: NewTranscript, id: string, segments: readonly Segment[]): TranscriptHead {
  const { workspaceId, conversationId, source, timing, hasSpeakers } = wanted
  const { engine = null, language = null, confidence = null } = wanted
  const wordCount = segments.reduce((count, { text }) => count + countWords(text), 0)
  const given = { workspaceId, conversationId, source, timing, hasSpeakers }
  return { ...given, id, engine, language, confidence, wordCount }
}

async function isSame(
  tx: Executor,
  { workspaceId }: NewTranscript,
  transcriptId: string,
  segments: readonly Segment[],
): Promise<boolean> {
  const former = await selectSegments(tx, workspaceId, transcriptId)
  if (former.length !== segments.length) return false
  return segments.every(({ speaker, startMs, endMs, text }, index) => {
    const known = former[index]
    return known?.[0] === speaker && known[1] === startMs && known[2] === endMs && known[3] === text
  })
}

async function matchSpeakers(
  tx: Executor,
  { workspaceId, conversationId, speakers }: NewTranscript,
): Promise<Matched[]> {
  const people = {
    colleagues: await selectColleagues(tx, workspaceId),
    guests: await selectGuests(tx, workspaceId, conversationId),
  }
  return speakers.map((speaker) => {
    const { kind, userId = null, contactId = null, name = null, email = null } = speaker
    if (kind !== undefined) return { kind, userId, contactId, name, email }
    return matchVoice(speaker, people)
  })
}

/** Words as a person counts them; scripts without spaces count by segment. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length
}

/** Announces what became of a transcript, in the caller's transaction. */
export async function announceTranscript(
  tx: Executor,
  context: Context,
  told: {
    readonly workspaceId: string
    readonly transcriptId: string
    readonly outcome: 'generated' | 'updated'
    readonly actorUserId: string | null
  },
): Promise<void> {
  const { workspaceId, transcriptId, outcome, actorUserId } = told
  const json = await selectSummary(tx, workspaceId, transcriptId)
  if (json === undefined) throw new Error('A transcript that was just written is gone.')
  await emitJson(tx, {
    workspaceId,
    id: context.newId(),
    name: `transcript.${outcome}`,
    subjectType: 'transcript',
    subjectId: transcriptId,
    actorUserId,
    payload: json,
  })
}
