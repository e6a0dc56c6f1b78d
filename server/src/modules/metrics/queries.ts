import type { TranscriptMetrics } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** What was measured of a conversation. */
export type Measured = {
  readonly conversationId: string
  readonly transcriptId: string
  readonly transcriptUpdatedAt: string
  readonly language: string | null
  readonly metrics: TranscriptMetrics
}

export type NewMetrics = {
  readonly workspaceId: string
  readonly rulesVersion: number
  readonly monologueSeconds: number
  readonly computedAt: Date
  readonly measured: readonly Measured[]
}

/** Columns that reports add up, by their types. */
const figures = `duration_seconds float8, talk_seconds float8, rep_share float8,
  longest_monologue_seconds float8, longest_customer_story_seconds float8, interactivity float8,
  patience_seconds float8, question_count int, question_rate float8, interruptions int,
  words_per_minute float8, sentiment float8, next_step boolean, metrics text`
const names = figures.split(',').map((column) => column.trim().split(' ')[0] ?? '')

const saveStatement = statement(
  'save_conversation_metrics',
  `insert into conversation_metrics (workspace_id, conversation_id, transcript_id,
     transcript_updated_at, language, rules_version, monologue_seconds, computed_at,
     ${names.join(', ')})
   select $1, m.conversation_id, m.transcript_id, m.transcript_updated_at, m.language, $2, $3, $4,
     ${names.map((name) => `m.${name}`).join(', ')}
   from json_to_recordset($5::json) as m(conversation_id uuid, transcript_id uuid,
     transcript_updated_at timestamptz, language text, ${figures})
   on conflict (workspace_id, conversation_id) do update set
     transcript_id = excluded.transcript_id,
     transcript_updated_at = excluded.transcript_updated_at, language = excluded.language,
     rules_version = excluded.rules_version, monologue_seconds = excluded.monologue_seconds,
     computed_at = excluded.computed_at,
     ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
   returning conversation_id as "conversationId", transcript_id as "transcriptId",
     old.metrics is distinct from new.metrics as changed`,
)

type Saved = { readonly conversationId: string; readonly transcriptId: string }

/** Puts them in the place of former ones; answers those where anything came out differently. */
export async function saveMetrics(tx: Runner, made: NewMetrics): Promise<Saved[]> {
  const { workspaceId, rulesVersion, monologueSeconds, computedAt, measured } = made
  const rows = await tx.run<Saved & { changed: boolean }>(saveStatement, [
    workspaceId,
    rulesVersion,
    monologueSeconds,
    computedAt,
    JSON.stringify(measured.map(rowOf)),
  ])
  return rows.filter(({ changed }) => changed)
}

function rowOf({ conversationId, transcriptId, ...made }: Measured) {
  const { measures } = made.metrics
  return {
    conversation_id: conversationId,
    transcript_id: transcriptId,
    transcript_updated_at: made.transcriptUpdatedAt,
    language: made.language,
    duration_seconds: measures.duration.value,
    talk_seconds: measures.talk_seconds.value,
    rep_share: measures.rep_share.value,
    longest_monologue_seconds: measures.longest_monologue.value,
    longest_customer_story_seconds: measures.longest_customer_story.value,
    interactivity: measures.interactivity.value,
    patience_seconds: measures.patience.value,
    question_count: measures.question_count.value,
    question_rate: measures.question_rate.value,
    interruptions: measures.interruptions.value,
    words_per_minute: measures.words_per_minute.value,
    sentiment: measures.sentiment.value,
    next_step: measures.next_step.value,
    metrics: JSON.stringify(made.metrics),
  }
}

export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

export type MetricsRow = {
  /** Null when it was not measured. */
  readonly transcript_id: string | null
  readonly transcript_updated_at: string
  readonly language: 'en' | 'fr' | 'ar' | null
  readonly monologue_seconds: number
  /** JSON. */
  readonly metrics: string
  /** JSON: names of the speakers by their numbers. */
  readonly names: string
  readonly computed_at: string
  readonly has_transcript: boolean
}

const findStatement = statement(
  'find_conversation_metrics',
  `select m.transcript_id, iso(m.transcript_updated_at) as transcript_updated_at, m.language,
     m.monologue_seconds, m.metrics, iso(m.computed_at) as computed_at,
     (select coalesce(json_object_agg(s.number, s.name), '{}') from transcript_speaker s
       where s.workspace_id = m.workspace_id and s.transcript_id = m.transcript_id) as names,
     exists (select from transcript t
       where t.workspace_id = c.workspace_id and t.conversation_id = c.id) as has_transcript
   from conversation c
   left join conversation_metrics m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
   where c.workspace_id = $1 and c.id = $2 and c.deleted_at is null
     and ($3::uuid is null or c.owner_id = $3)`,
)

/** Of a conversation that this person may see; undefined when there is none. */
export async function findMetrics(
  db: Runner,
  { workspaceId, userId, seesAllRows }: Viewer,
  conversationId: string,
): Promise<MetricsRow | undefined> {
  const values = [workspaceId, conversationId, seesAllRows ? null : userId]
  const [row] = await db.run<MetricsRow>(findStatement, values)
  return row
}

const measuredStatement = statement(
  'list_measured_conversations',
  `select conversation_id as id from conversation_metrics
   where workspace_id = $1 and ($2::uuid is null or conversation_id > $2)
   order by conversation_id limit $3`,
)

export async function selectMeasured(
  db: Runner,
  {
    workspaceId,
    after,
    limit,
  }: { readonly workspaceId: string; readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const rows = await db.run<{ id: string }>(measuredStatement, [workspaceId, after, limit])
  return rows.map(({ id }) => id)
}

const outdatedStatement = statement(
  'list_outdated_metrics',
  `select t.workspace_id as "workspaceId", t.conversation_id as "conversationId"
   from transcript t
   left join conversation_metrics m on m.workspace_id = t.workspace_id
     and m.conversation_id = t.conversation_id and m.rules_version = $1
   where m.conversation_id is null and (t.workspace_id, t.conversation_id) > ($2, $3)
   order by t.workspace_id, t.conversation_id limit $4`,
)

export type Place = { readonly workspaceId: string; readonly conversationId: string }

/** Of all workspaces: conversations that these rules have not measured. */
export function selectOutdated(
  db: Runner,
  { rulesVersion, after, limit }: { rulesVersion: number; after: Place; limit: number },
): Promise<Place[]> {
  const { workspaceId, conversationId } = after
  return db.run<Place>(outdatedStatement, [rulesVersion, workspaceId, conversationId, limit])
}
