import type { TranscriptMetrics } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type NewMetrics = {
  readonly workspaceId: string
  readonly conversationId: string
  readonly transcriptId: string
  readonly transcriptUpdatedAt: string
  readonly language: string | null
  readonly rulesVersion: number
  readonly monologueSeconds: number
  readonly metrics: TranscriptMetrics
  readonly computedAt: Date
}

const saveStatement = statement(
  'save_conversation_metrics',
  `insert into conversation_metrics (workspace_id, conversation_id, transcript_id,
     transcript_updated_at, language, rules_version, monologue_seconds, duration_seconds, talk_seconds, rep_share,
     longest_monologue_seconds, longest_customer_story_seconds, interactivity, patience_seconds,
     question_count, question_rate, interruptions, words_per_minute, sentiment, next_step, metrics,
     computed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
     $20, $21, $22)
   on conflict (workspace_id, conversation_id) do update set
     transcript_id = excluded.transcript_id,
     transcript_updated_at = excluded.transcript_updated_at, language = excluded.language,
     rules_version = excluded.rules_version, monologue_seconds = excluded.monologue_seconds, duration_seconds = excluded.duration_seconds,
     talk_seconds = excluded.talk_seconds, rep_share = excluded.rep_share,
     longest_monologue_seconds = excluded.longest_monologue_seconds,
     longest_customer_story_seconds = excluded.longest_customer_story_seconds,
     interactivity = excluded.interactivity, patience_seconds = excluded.patience_seconds,
     question_count = excluded.question_count, question_rate = excluded.question_rate,
     interruptions = excluded.interruptions, words_per_minute = excluded.words_per_minute,
     sentiment = excluded.sentiment, next_step = excluded.next_step, metrics = excluded.metrics,
     computed_at = excluded.computed_at
   returning old.metrics is distinct from new.metrics as changed`,
)

/** Puts them in the place of former ones; answers whether anything came out differently. */
export async function saveMetrics(tx: Runner, made: NewMetrics): Promise<boolean> {
  const { measures } = made.metrics
  const [row] = await tx.run<{ changed: boolean }>(saveStatement, [
    made.workspaceId,
    made.conversationId,
    made.transcriptId,
    made.transcriptUpdatedAt,
    made.language,
    made.rulesVersion,
    made.monologueSeconds,
    measures.duration.value,
    measures.talk_seconds.value,
    measures.rep_share.value,
    measures.longest_monologue.value,
    measures.longest_customer_story.value,
    measures.interactivity.value,
    measures.patience.value,
    measures.question_count.value,
    measures.question_rate.value,
    measures.interruptions.value,
    measures.words_per_minute.value,
    measures.sentiment.value,
    measures.next_step.value,
    JSON.stringify(made.metrics),
    made.computedAt,
  ])
  return row?.changed === true
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
