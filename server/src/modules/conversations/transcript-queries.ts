import type { TranscriptSource, TranscriptTiming } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Matched } from './speaker-rules.ts'

export type TranscriptRow = {
  readonly id: string
  readonly source: TranscriptSource
  readonly edited_at: string | null
}

const lockStatement = statement(
  'lock_conversation',
  `select kind from conversation where workspace_id = $1 and id = $2 for update`,
)

/** Holds the conversation until the transaction ends; undefined when there is none. */
export async function lockConversation(
  tx: Executor,
  workspaceId: string,
  id: string,
): Promise<{ kind: string } | undefined> {
  const [row] = await tx.run<{ kind: string }>(lockStatement, [workspaceId, id])
  return row
}

const findStatement = statement(
  'find_transcript_of',
  `select id, source, edited_at from transcript where workspace_id = $1 and conversation_id = $2`,
)

export async function findTranscriptOf(
  tx: Pick<Executor, 'run'>,
  workspaceId: string,
  conversationId: string,
): Promise<TranscriptRow | undefined> {
  const [row] = await tx.run<TranscriptRow>(findStatement, [workspaceId, conversationId])
  return row
}

type Word = readonly [text: string, startMs: number, endMs: number, confidence: number | null]

export type Segment = {
  /** Number of the speaker, from 1. */
  readonly speaker: number
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  readonly confidence?: number | null
  readonly words?: readonly Word[] | null
}

const segmentsStatement = statement(
  'segments_for_comparison',
  `select coalesce(json_agg(json_build_array(speaker, start_ms, end_ms, text) order by position), '[]')
     ::text as segments
   from transcript_segment where workspace_id = $1 and transcript_id = $2`,
)

/** Speaker, times and text of each segment, to be compared. */
export async function selectSegments(
  tx: Pick<Executor, 'run'>,
  workspaceId: string,
  transcriptId: string,
): Promise<[number, number, number, string][]> {
  const [row] = await tx.run<{ segments: string }>(segmentsStatement, [workspaceId, transcriptId])
  return JSON.parse(row?.segments ?? '[]') as [number, number, number, string][]
}

export type TranscriptHead = {
  readonly workspaceId: string
  readonly id: string
  readonly conversationId: string
  readonly source: TranscriptSource
  readonly engine: string | null
  readonly language: string | null
  readonly confidence: number | null
  readonly timing: TranscriptTiming
  readonly hasSpeakers: boolean
  readonly wordCount: number
}

const upsertStatement = statement(
  'upsert_transcript',
  `insert into transcript (workspace_id, id, conversation_id, source, engine, language, confidence,
     timing, has_speakers, word_count)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (workspace_id, conversation_id) do update set source = excluded.source,
     engine = excluded.engine, language = excluded.language, confidence = excluded.confidence,
     timing = excluded.timing, has_speakers = excluded.has_speakers,
     word_count = excluded.word_count, edited_at = null, updated_at = now()`,
)

const clearSegments = statement(
  'clear_transcript_segments',
  'delete from transcript_segment where workspace_id = $1 and transcript_id = $2',
)
const clearSpeakers = statement(
  'clear_transcript_speakers',
  'delete from transcript_speaker where workspace_id = $1 and transcript_id = $2',
)

const insertSpeakers = statement(
  'insert_transcript_speakers',
  `insert into transcript_speaker
     (workspace_id, transcript_id, number, name, email, kind, user_id, contact_id)
   select $1, $2, s.n, s.name, s.email, s.kind, s."userId", s."contactId"
   from rows from (json_to_recordset($3::json)
     as (name text, email text, kind text, "userId" uuid, "contactId" uuid))
     with ordinality as s(name, email, kind, "userId", "contactId", n)`,
)

const insertSegments = statement(
  'insert_transcript_segments',
  `insert into transcript_segment
     (workspace_id, transcript_id, position, speaker, start_ms, end_ms, text, confidence, words)
   select $1, $2, s.n - 1, s.speaker, s."startMs", s."endMs", s.text, s.confidence, s.words::text
   from rows from (json_to_recordset($3::json) as (speaker int, "startMs" int, "endMs" int,
     text text, confidence real, words json))
     with ordinality as s(speaker, "startMs", "endMs", text, confidence, words, n)`,
)

/** Puts a transcript in the place of the former one, if any; its id stays. */
export async function writeTranscript(
  tx: Executor,
  head: TranscriptHead,
  speakers: readonly Matched[],
  segments: readonly Segment[],
): Promise<void> {
  const { workspaceId, id } = head
  await tx.run(upsertStatement, [
    workspaceId,
    id,
    head.conversationId,
    head.source,
    head.engine,
    head.language,
    head.confidence,
    head.timing,
    head.hasSpeakers,
    head.wordCount,
  ])
  await tx.run(clearSegments, [workspaceId, id])
  await tx.run(clearSpeakers, [workspaceId, id])
  await tx.run(insertSpeakers, [workspaceId, id, JSON.stringify(speakers)])
  await tx.run(insertSegments, [workspaceId, id, JSON.stringify(segments)])
}

const summaryStatement = statement(
  'transcript_summary',
  `select json_build_object('id', t.id, 'conversation_id', t.conversation_id,
     'conversation_kind', c.kind, 'source', t.source, 'engine', t.engine, 'language', t.language,
     'confidence', t.confidence, 'timing', t.timing, 'has_speakers', t.has_speakers,
     'word_count', t.word_count,
     'segment_count', (select count(*) from transcript_segment s
       where s.workspace_id = t.workspace_id and s.transcript_id = t.id),
     'speakers', (select coalesce(json_agg(json_build_object('number', s.number, 'name', s.name,
         'email', s.email, 'kind', s.kind, 'user_id', s.user_id, 'contact_id', s.contact_id)
         order by s.number), '[]')
       from transcript_speaker s where s.workspace_id = t.workspace_id and s.transcript_id = t.id),
     'edited_at', iso(t.edited_at), 'created_at', iso(t.created_at),
     'updated_at', iso(t.updated_at))::text as json
   from transcript t
   join conversation c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
   where t.workspace_id = $1 and t.id = $2`,
)

/** A transcript as TranscriptSummary, as JSON text. */
export async function selectSummary(
  tx: Pick<Executor, 'run'>,
  workspaceId: string,
  transcriptId: string,
): Promise<string | undefined> {
  const [row] = await tx.run<{ json: string }>(summaryStatement, [workspaceId, transcriptId])
  return row?.json
}
