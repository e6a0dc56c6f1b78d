import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { MeetingIds } from './facts-rules.ts'

const lockStatement = statement(
  'lock_meeting_names',
  `select pg_advisory_xact_lock(hashtextextended(name, 72753)) from unnest($1::text[]) as n(name)`,
)

/** Nobody else saves a meeting with one of these names until the transaction ends. */
export async function lockNames(tx: Executor, names: readonly string[]): Promise<void> {
  // In one order for everybody, so that nobody waits in a circle.
  await tx.run(lockStatement, [[...names].sort()])
}

export type MeetingKey = {
  readonly kind: 'recording' | 'share' | 'calls' | 'digest'
  readonly value: string
}

export function keysOf(ids: MeetingIds, digest: string | undefined): MeetingKey[] {
  const { recordingId, shareId, callsId } = ids
  return [
    ...(recordingId === undefined ? [] : [{ kind: 'recording' as const, value: recordingId }]),
    ...(shareId === undefined ? [] : [{ kind: 'share' as const, value: shareId }]),
    ...(callsId === undefined ? [] : [{ kind: 'calls' as const, value: callsId }]),
    ...(digest === undefined ? [] : [{ kind: 'digest' as const, value: digest }]),
  ]
}

export type Meeting = {
  readonly id: string
  readonly deleted: boolean
  readonly contact_id: string | null
  readonly company_id: string | null
  readonly deal_id: string | null
  /** JSON lists as the API shows them. */
  readonly attendees: string
  readonly action_items: string
}

const meetingColumns = `c.id, c.deleted_at is not null as deleted, c.contact_id, c.company_id, c.deal_id,
  (select coalesce(json_agg(json_build_object('name', a.name, 'email', a.email,
      'is_external', a.is_external, 'role', a.role) order by a.position), '[]')::text
    from conversation_attendee a
    where a.workspace_id = c.workspace_id and a.conversation_id = c.id) as attendees,
  (select coalesce(json_agg(json_build_object('title', a.title, 'assignee_name', a.assignee_name,
      'assignee_email', a.assignee_email, 'priority', a.priority, 'category', a.category,
      'deadline_at', a.deadline_at, 'completed', a.completed, 'ai_generated', a.ai_generated,
      'timestamp_seconds', a.timestamp_seconds, 'playback_url', a.playback_url)
      order by a.position), '[]')::text
    from conversation_action_item a
    where a.workspace_id = c.workspace_id and a.conversation_id = c.id) as action_items`

const findStatement = statement(
  'find_meetings_by_keys',
  `with keys as (
     select * from json_to_recordset($2::json) as k(kind text, value text)
   ), ids as (
     select m.conversation_id as id from keys k join meeting_key m
       on m.workspace_id = $1 and m.kind = k.kind and m.value = k.value
     union
     select c.id from keys k join conversation c on c.workspace_id = $1 and c.deleted_at is null
       and k.kind = 'recording' and c.fathom_recording_id = k.value
     union
     select c.id from keys k join conversation c on c.workspace_id = $1 and c.deleted_at is null
       and k.kind = 'share' and c.share_id = k.value
     union
     select c.id from keys k join conversation c on c.workspace_id = $1 and c.deleted_at is null
       and k.kind = 'calls' and c.calls_id = k.value
   )
   select ${meetingColumns} from conversation c
   where c.workspace_id = $1 and c.kind = 'meeting' and c.id in (select id from ids)
   order by c.id for update`,
)

/** The meetings known by any of the keys, oldest first; nobody else changes them meanwhile. */
export function findMeetings(
  tx: Executor,
  workspaceId: string,
  keys: readonly MeetingKey[],
): Promise<Meeting[]> {
  return tx.run<Meeting>(findStatement, [workspaceId, JSON.stringify(keys)])
}

export type Occasion = {
  readonly email: string
  readonly title: string
  readonly startedAt: string
}

const occasionStatement = statement(
  'find_meeting_by_occasion',
  `select ${meetingColumns} from conversation c
   where c.workspace_id = $1 and c.kind = 'meeting' and c.deleted_at is null
     and lower(c.owner_email) = lower($2) and lower(c.title) = lower($3)
     and c.started_at between $4::timestamptz - interval '30 minutes'
       and $4::timestamptz + interval '30 minutes'
     and ($5 or coalesce(c.fathom_recording_id, c.share_id, c.calls_id) is null)
   order by abs(extract(epoch from c.started_at - $4::timestamptz)), c.id limit 1 for update`,
)

/** A meeting with this title that the same person held at most half an hour away. */
export async function findByOccasion(
  tx: Executor,
  workspaceId: string,
  { email, title, startedAt }: Occasion,
  alsoIdentified: boolean,
): Promise<Meeting | undefined> {
  const values = [workspaceId, email, title, startedAt, alsoIdentified]
  const [meeting] = await tx.run<Meeting>(occasionStatement, values)
  return meeting
}

const addKeys = statement(
  'add_meeting_keys',
  `insert into meeting_key (workspace_id, kind, value, conversation_id)
   select $1, k.kind, k.value, $3 from json_to_recordset($2::json) as k(kind text, value text)
   on conflict (workspace_id, kind, value) do update set conversation_id = excluded.conversation_id
   where meeting_key.conversation_id <> excluded.conversation_id`,
)

export async function saveKeys(
  tx: Executor,
  workspaceId: string,
  meetingId: string,
  keys: readonly MeetingKey[],
): Promise<void> {
  await tx.run(addKeys, [workspaceId, JSON.stringify(keys), meetingId])
}

export type FactsRow = {
  readonly conversation_id: string
  readonly door: string
  /** JSON. */
  readonly facts: string
  readonly has_transcript: boolean
}

const factsStatement = statement(
  'facts_of_meetings',
  `select conversation_id, door, facts, has_transcript from meeting_facts
   where workspace_id = $1 and conversation_id = any ($2::uuid[]) order by conversation_id, door`,
)

export function selectFacts(
  tx: Executor,
  workspaceId: string,
  meetingIds: readonly string[],
): Promise<FactsRow[]> {
  return tx.run<FactsRow>(factsStatement, [workspaceId, meetingIds])
}

const saveFactsStatement = statement(
  'save_meeting_facts',
  `insert into meeting_facts (workspace_id, conversation_id, door, facts, has_transcript)
   values ($1, $2, $3, $4, $5)
   on conflict (workspace_id, conversation_id, door) do update
   set facts = excluded.facts, has_transcript = excluded.has_transcript, updated_at = now()`,
)

export async function saveFacts(
  tx: Executor,
  workspaceId: string,
  { conversation_id, door, facts, has_transcript }: FactsRow,
): Promise<void> {
  await tx.run(saveFactsStatement, [workspaceId, conversation_id, door, facts, has_transcript])
}

const finishStatement = statement(
  'finish_meeting',
  `update conversation set language = coalesce($3, language),
     coach_rating_raw = coalesce($4, coach_rating_raw),
     duration_seconds = coalesce(round(duration_minutes * 60, 3), duration_seconds),
     source = coalesce($5, source)
   where workspace_id = $1 and id = $2`,
)

/** What the records' engine does not know of meetings. */
export async function finishMeeting(
  tx: Executor,
  workspaceId: string,
  id: string,
  known: {
    readonly language: string | undefined
    readonly coachRatingRaw: string | undefined
    /** Of a meeting that was made just now. */
    readonly source: 'fathom' | 'meetings_webhook' | undefined
  },
): Promise<void> {
  const { language, coachRatingRaw, source } = known
  await tx.run(finishStatement, [workspaceId, id, language, coachRatingRaw, source])
}

const idsStatement = statement(
  'ids_of_meeting',
  `select fathom_recording_id as "recordingId", share_id as "shareId", calls_id as "callsId"
   from conversation where workspace_id = $1 and id = $2 and deleted_at is null`,
)

/** Undefined when there is no such meeting (any more), or none of its ids is known. */
export async function findIds(
  db: Executor,
  workspaceId: string,
  id: string,
): Promise<MeetingIds | undefined> {
  type Row = { [K in keyof MeetingIds]-?: string | null }
  const [row] = await db.run<Row>(idsStatement, [workspaceId, id])
  const known = Object.entries(row ?? {}).filter(([, value]) => value !== null)
  return known.length > 0 ? (Object.fromEntries(known) as MeetingIds) : undefined
}
