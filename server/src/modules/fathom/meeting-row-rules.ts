import type { ActionItemFact, AttendeeFact, MeetingFacts, MeetingFields } from './facts-rules.ts'
import { itemKeyOf } from './item-rules.ts'
import { keyOf } from './people-rules.ts'

/** What a meeting is called until somebody says. */
export const untitled = 'Meeting'

/** Fields of the facts that are fields of the API, under the API's name. */
const wireNames: Readonly<Partial<Record<keyof MeetingFields, string>>> = {
  title: 'title',
  share_url: 'share_url',
  calls_url: 'calls_url',
  transcript_doc_url: 'transcript_doc_url',
  started_at: 'meeting_start',
  ended_at: 'meeting_end',
  duration_minutes: 'duration_minutes',
  summary: 'summary',
  owner_email: 'owner_email',
  team_name: 'team_name',
  sentiment_score: 'sentiment_score',
  coach_rating: 'coach_rating',
  coach_summary: 'coach_summary',
  talk_time_rep_pct: 'talk_time_rep_pct',
  talk_time_customer_pct: 'talk_time_customer_pct',
  talk_time_judgement: 'talk_time_judgement',
}

export type WireFields = Record<string, unknown>

/**
 * The fields that changed between what was known and what is known now, as the API names them. What
 * people changed since stays, unless a door has news of the same field.
 */
export function changedFields(before: MeetingFacts, after: MeetingFacts): WireFields {
  const row: WireFields = {}
  for (const [field, name] of Object.entries(wireNames)) {
    const key = field as keyof MeetingFields
    if (after.fields[key] !== before.fields[key]) row[name] = after.fields[key]
  }
  // Both, so that their order can be checked without looking at the former ones.
  if ('meeting_start' in row || 'meeting_end' in row) Object.assign(row, timesOf(after.fields))
  const { recordingId, shareId, callsId } = after.ids
  if (recordingId !== before.ids.recordingId) row['fathom_recording_id'] = recordingId
  if (shareId !== before.ids.shareId) row['share_id'] = shareId
  if (callsId !== before.ids.callsId) row['calls_id'] = callsId
  return row
}

/** Doors may disagree so that the end of one lies before the start of another. */
function timesOf({ started_at: start, ended_at: end }: MeetingFields): WireFields {
  const inOrder = start === undefined || end === undefined || end >= start
  return {
    ...(start !== undefined && { meeting_start: start }),
    ...(end !== undefined && inOrder && { meeting_end: end }),
  }
}

export type AttendeeRow = {
  readonly name: string | null
  readonly email: string | null
  readonly is_external: boolean
  readonly role: string | null
}

/** The list as it was, with those who are new at its end and with names that were missing. */
export function mergedAttendees(
  rows: readonly AttendeeRow[],
  facts: readonly AttendeeFact[],
  external: (fact: AttendeeFact) => boolean,
): AttendeeRow[] {
  const known = new Map(
    rows.map((row) => [keyOf({ name: row.name ?? '', ...emailOf(row) }), row] as const),
  )
  for (const fact of facts) {
    const key = keyOf(fact)
    const row = known.get(key)
    known.set(key, {
      name: row?.name ?? fact.name ?? null,
      email: row?.email ?? fact.email ?? null,
      is_external: external(fact),
      role: row?.role ?? null,
    })
  }
  return [...known.values()]
}

function emailOf({ email }: AttendeeRow): { readonly email?: string } {
  return email === null ? {} : { email: email.toLowerCase() }
}

export type ItemRow = Readonly<Record<string, unknown>> & {
  readonly title: string
  readonly timestamp_seconds: number | null
}

/**
 * The list as it was, with new items at its end. Of items that were known, only what a door changed
 * is written: somebody may have done them meanwhile.
 */
export function mergedItems(
  rows: readonly ItemRow[],
  before: readonly ActionItemFact[],
  after: readonly ActionItemFact[],
): ItemRow[] {
  const formerly = new Map(before.map((fact) => [itemKeyOf(fact), toItemRow(fact)]))
  const known = new Map(rows.map((row) => [keyOfRow(row), row] as const))
  for (const fact of after) {
    const key = itemKeyOf(fact)
    const row = known.get(key)
    const told = toItemRow(fact)
    const old = formerly.get(key)
    const news = Object.entries(told).filter(([name, value]) => value !== old?.[name])
    known.set(key, row ? { ...row, ...Object.fromEntries(news) } : told)
  }
  return [...known.values()]
}

function keyOfRow({ title, timestamp_seconds: seconds }: ItemRow): string {
  return itemKeyOf({ title, ...(seconds !== null && { timestampSeconds: Number(seconds) }) })
}

function toItemRow(fact: ActionItemFact): ItemRow {
  const row: Record<string, unknown> = {
    assignee_name: fact.assigneeName,
    assignee_email: fact.assigneeEmail,
    priority: fact.priority,
    deadline_at: fact.deadlineAt,
    completed: fact.completed,
    ai_generated: fact.aiGenerated,
    playback_url: fact.playbackUrl,
  }
  const told = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
  return { title: fact.title, timestamp_seconds: fact.timestampSeconds ?? null, ...told }
}
