import type { SpeakerKind, TranscriptTiming } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** All that was said in a conversation, for those who look into it. */
type Spoken = {
  readonly conversationId: string
  readonly transcriptId: string
  /** RFC 3339, UTC. */
  readonly updatedAt: string
  readonly timing: TranscriptTiming
  readonly hasSpeakers: boolean
  readonly language: string | null
  /** Of the whole conversation, as its source tells it. */
  readonly durationMs: number | null
  readonly speakers: readonly {
    readonly number: number
    readonly kind: SpeakerKind
    readonly name: string | null
  }[]
  /** Where words have times, from the first word of the segment to its last. */
  readonly segments: readonly {
    readonly position: number
    readonly speaker: number
    readonly startMs: number
    readonly endMs: number
    readonly text: string
  }[]
}

const holdStatement = statement(
  'hold_transcripts',
  `select id from transcript where workspace_id = $1 and conversation_id = any($2::uuid[])
   order by id for share`,
)

const spokenStatement = statement(
  'spoken_of_conversation',
  `select c.id as "conversationId", t.id as "transcriptId", iso(t.updated_at) as "updatedAt", t.timing,
     t.has_speakers as "hasSpeakers", t.language,
     coalesce(c.duration_seconds * 1000, c.duration_minutes * 60000)::float8 as "durationMs",
     (select coalesce(json_agg(json_build_array(s.number, s.kind, s.name) order by s.number), '[]')
       from transcript_speaker s where s.workspace_id = t.workspace_id and s.transcript_id = t.id)
       as speakers,
     (select coalesce(json_agg(json_build_array(s.position, s.speaker,
         least(s.end_ms, greatest(s.start_ms, (s.words::json->0->>1)::int)),
         greatest(s.start_ms, least(s.end_ms, (s.words::json->-1->>2)::int)), s.text)
         order by s.position), '[]')
       from transcript_segment s where s.workspace_id = t.workspace_id and s.transcript_id = t.id)
       as segments
   from transcript t
   join conversation c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
   where t.workspace_id = $1 and t.conversation_id = any($2::uuid[])`,
)

type Row = Omit<Spoken, 'speakers' | 'segments'> & {
  readonly speakers: string
  readonly segments: string
}

/**
 * What was said, and nobody changes it until the transaction ends: who writes down something about
 * a transcript this way never overwrites what somebody wrote about a later one. Conversations that
 * have no transcript are left out.
 */
export async function holdSpoken(
  tx: Executor,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<Spoken[]> {
  await tx.run(holdStatement, [workspaceId, conversationIds])
  return selectSpoken(tx, workspaceId, conversationIds)
}

/** The same for those who take long to look into it: it may change meanwhile. */
export async function selectSpoken(
  db: Pick<Executor, 'run'>,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<Spoken[]> {
  const rows = await db.run<Row>(spokenStatement, [workspaceId, conversationIds])
  return rows.map(toSpoken)
}

function toSpoken(row: Row): Spoken {
  const speakers = JSON.parse(row.speakers) as [number, SpeakerKind, string | null][]
  const segments = JSON.parse(row.segments) as [number, number, number, number, string][]
  return {
    ...row,
    speakers: speakers.map(([number, kind, name]) => ({ number, kind, name })),
    segments: segments.map(([position, speaker, startMs, endMs, text]) => ({
      position,
      speaker,
      startMs,
      endMs,
      text,
    })),
  }
}
