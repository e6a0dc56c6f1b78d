import { meetings as resource } from '@parley/contract'
import { invalid } from '../../platform/errors.ts'
import type { Caller, Declaration, Expression, Row, Target } from '../records/index.ts'
import {
  atLeast,
  atMost,
  caseless,
  comparableTimes,
  is,
  ownedByCaller,
  owner,
  plain,
  times,
  toCompany,
  toContact,
  toDeal,
  whether,
} from './common.ts'
import { selectMeetingTimes } from './queries.ts'

const dayOfStart = `(r.started_at at time zone 'UTC')::date = (now() at time zone 'UTC')::date`

/** Meetings of the API: the conversations of that kind. */
export const meetings: Declaration = {
  resource,
  table: 'conversation',
  fixed: { kind: "'meeting'" },
  columns: {
    title: 'text',
    fathom_recording_id: 'text',
    share_id: 'text',
    calls_id: 'text',
    meeting_type: 'text',
    share_url: 'text',
    calls_url: 'text',
    transcript_doc_url: 'text',
    started_at: 'timestamptz',
    ended_at: 'timestamptz',
    duration_minutes: 'numeric',
    summary: 'text',
    owner_email: 'text',
    team_name: 'text',
    contact_id: 'uuid',
    company_id: 'uuid',
    deal_id: 'uuid',
    sentiment_score: 'numeric',
    coach_rating: 'numeric',
    coach_summary: 'text',
    talk_time_rep_pct: 'numeric',
    talk_time_customer_pct: 'numeric',
    talk_time_judgement: 'text',
    owner_id: 'uuid',
  },
  wireNames: { started_at: 'meeting_start', ended_at: 'meeting_end', owner_id: 'owner_user_id' },
  defaults: { owner_email: '(select u.email from app_user u where u.id = i.owner_id)' },
  shown: {
    id: 'r.id',
    fathom_recording_id: 'r.fathom_recording_id',
    share_id: 'r.share_id',
    calls_id: 'r.calls_id',
    title: 'r.title',
    meeting_type: 'r.meeting_type',
    share_url: 'r.share_url',
    calls_url: 'r.calls_url',
    transcript_doc_url: 'r.transcript_doc_url',
    meeting_start: 'iso(r.started_at)',
    meeting_end: 'iso(r.ended_at)',
    duration_minutes: 'trim_scale(r.duration_minutes)',
    summary: 'r.summary',
    owner_user_id: 'r.owner_id',
    owner_email: 'r.owner_email',
    team_name: 'r.team_name',
    contact_id: 'r.contact_id',
    company_id: 'r.company_id',
    deal_id: 'r.deal_id',
    is_upcoming: 'coalesce(r.started_at > now(), false)',
    is_past: 'coalesce(coalesce(r.ended_at, r.started_at) < now(), false)',
    ...times,
  },
  detail: {
    attendees: `(select coalesce(json_agg(a), '[]'::json) from (
      select a.id, a.name, a.email, a.is_external, a.role, a.contact_id
      from conversation_attendee a
      where a.workspace_id = r.workspace_id and a.conversation_id = r.id order by a.position) a)`,
    action_items: `(select coalesce(json_agg(a), '[]'::json) from (
      select a.id, a.title, a.assignee_name, a.assignee_email, a.priority, a.category,
        iso(a.deadline_at) as deadline_at, a.completed, a.ai_generated,
        trim_scale(a.timestamp_seconds) as timestamp_seconds, a.playback_url
      from conversation_action_item a
      where a.workspace_id = r.workspace_id and a.conversation_id = r.id order by a.position) a)`,
    metrics: `json_build_object('sentiment_score', trim_scale(r.sentiment_score),
      'coach_rating', trim_scale(r.coach_rating), 'coach_summary', r.coach_summary,
      'talk_time_rep_pct', trim_scale(r.talk_time_rep_pct),
      'talk_time_customer_pct', trim_scale(r.talk_time_customer_pct),
      'talk_time_judgement', r.talk_time_judgement)`,
  },
  includes: {},
  joins: '',
  ownership: ownedByCaller,
  filters: {
    meeting_start_from: atLeast('r.started_at', '::timestamptz'),
    meeting_start_to: atMost('r.started_at', '::timestamptz'),
    start_after: atLeast('r.started_at', '::timestamptz'),
    start_before: atMost('r.started_at', '::timestamptz'),
    today: whether(`coalesce(${dayOfStart}, false)`),
    upcoming: whether('coalesce(r.started_at > now(), false)'),
    past: whether('coalesce(r.started_at <= now(), false)'),
    team_name: (value) => `lower(r.team_name) = lower(${value})`,
    meeting_type: is('r.meeting_type'),
    has_summary: whether('r.summary is not null'),
    owner_user_id: is('r.owner_id', '::uuid'),
    owner_id: is('r.owner_id', '::uuid'),
    owner_email: (value) => `lower(r.owner_email) = lower(${value})`,
    contact_id: is('r.contact_id', '::uuid'),
    company_id: is('r.company_id', '::uuid'),
    deal_id: is('r.deal_id', '::uuid'),
  },
  narrow: ['contact_id', 'company_id', 'deal_id'],
  comparable: {
    ...comparableTimes,
    meeting_start: { sql: 'r.started_at', type: 'timestamptz', nullable: true },
    meeting_end: { sql: 'r.ended_at', type: 'timestamptz', nullable: true },
    owner_user_id: { sql: 'r.owner_id', type: 'uuid' },
    ...plain('numeric', 'duration_minutes'),
    ...plain('text', 'meeting_type'),
    ...caseless('team_name', 'title'),
    ...plain('uuid', 'contact_id', 'company_id', 'deal_id'),
  },
  search: { text: 'r.search_text' },
  references: [{ ...owner, field: 'owner_user_id' }, toContact, toCompany, toDeal],
  uniques: [
    knownBy('conversation_recording_key', 'fathom_recording_id'),
    knownBy('conversation_share_key', 'share_id'),
    knownBy('conversation_calls_key', 'calls_id'),
  ],
  derived: {
    duration_minutes: {
      from: ['started_at', 'ended_at'],
      create: `coalesce(i.duration_minutes, ${minutesBetween('i.started_at', 'i.ended_at')})`,
      // A length that is no longer the time from start to end was given by somebody.
      update: (next) => `case when r.duration_minutes is null
          or r.duration_minutes = round(${minutesBetween('r.started_at', 'r.ended_at')}, 3)
        then ${minutesBetween(next('started_at'), next('ended_at'))} else r.duration_minutes end`,
    },
  },
  children: [
    {
      field: 'attendees',
      table: 'conversation_attendee',
      parent: 'conversation_id',
      columns: { name: 'text', email: 'text', is_external: 'boolean', role: 'text' },
      defaults: { is_external: 'true' },
      derived: {
        contact_id: `(select x.id from contact x where x.workspace_id = $1
          and lower(x.email) = lower(c.email) and x.deleted_at is null)`,
      },
    },
    {
      field: 'action_items',
      table: 'conversation_action_item',
      parent: 'conversation_id',
      columns: {
        title: 'text',
        assignee_name: 'text',
        assignee_email: 'text',
        priority: 'text',
        category: 'text',
        deadline_at: 'timestamptz',
        completed: 'boolean',
        ai_generated: 'boolean',
        timestamp_seconds: 'numeric',
        playback_url: 'text',
      },
      defaults: { priority: "'medium'", completed: 'false', ai_generated: 'false' },
    },
  ],
  momentsOfUpdate: [],
  associations: {},
  async prepare(caller, row, target) {
    await requireOrder(caller, row, target)
    return toColumns(row)
  },
  upsertKeys: Object.fromEntries(
    (['fathom_recording_id', 'share_id', 'calls_id'] as const).map((field) => [
      field,
      {
        sql: `r.${field}`,
        of: (row: Row) => (typeof row[field] === 'string' ? row[field] : undefined),
      },
    ]),
  ),
}

function knownBy(index: string, field: string) {
  return {
    index,
    field,
    code: 'DUPLICATE_RECORDING',
    message: `A meeting with this ${field} already exists`,
    clash: `r.${field} = i.${field}`,
  } as const
}

const columnOf: Readonly<Record<string, string>> = {
  meeting_start: 'started_at',
  meeting_end: 'ended_at',
  owner_user_id: 'owner_id',
}

function minutesBetween(start: Expression, end: Expression): Expression {
  return `extract(epoch from ${end} - ${start}) / 60`
}

/** No meeting ends before it starts; of a change, what is not sent is as it was. */
async function requireOrder(
  { context, principal }: Caller,
  row: Row,
  target: Target,
): Promise<void> {
  const sent = ['meeting_start', 'meeting_end'].filter((field) => row[field] !== undefined)
  const isPartial = sent.length === 1 && target.kind === 'update'
  const former = isPartial
    ? await selectMeetingTimes(context.db, principal.workspaceId, target.id)
    : undefined
  const { meeting_start: start, meeting_end: end } = { ...former, ...row }
  if (sent.length === 0 || typeof start !== 'string' || typeof end !== 'string') return
  if (end < start) {
    throw invalid('meeting_end', "Field 'meeting_end' must not be before meeting_start")
  }
}

function toColumns(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [columnOf[field] ?? field, value]),
  )
}
