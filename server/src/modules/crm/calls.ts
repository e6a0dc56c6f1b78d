import { calls as resource } from '@parley/contract'
import { invalid } from '../../platform/errors.ts'
import type { Caller, Declaration, Expression, Row, Target } from '../records/index.ts'
import {
  atLeast,
  atMost,
  comparableTimes,
  fullName,
  is,
  joinOne,
  ownedByCaller,
  owner,
  plain,
  times,
  toCompany,
  toContact,
  toDeal,
  whether,
} from './common.ts'
import { e164Of } from './phone.ts'
import { selectMeetingTimes } from './queries.ts'

const hasTranscript = `exists (select from transcript t
  where t.workspace_id = r.workspace_id and t.conversation_id = r.id)`

const hasRecording = `(r.recording_url is not null or exists (select from recording x
  where x.workspace_id = r.workspace_id and x.conversation_id = r.id and x.stored_at is not null))`

/** Calls of the API: the conversations of that kind. */
export const calls: Declaration = {
  resource,
  table: 'conversation',
  fixed: { kind: "'call'" },
  columns: {
    source: 'text',
    direction: 'text',
    contact_id: 'uuid',
    company_id: 'uuid',
    deal_id: 'uuid',
    owner_id: 'uuid',
    outcome: 'text',
    notes: 'text',
    call_status: 'text',
    called_at: 'timestamptz',
    started_at: 'timestamptz',
    ended_at: 'timestamptz',
    duration_seconds: 'numeric',
    caller_number: 'text',
    caller_e164: 'text',
    recipient_number: 'text',
    recipient_e164: 'text',
    recording_url: 'text',
    external_id: 'text',
    external_system: 'text',
    next_follow_up: 'date',
    next_follow_up_time: 'time',
    auto_call_followup: 'boolean',
    follow_up_task_id: 'uuid',
    call_details: 'text',
  },
  wireNames: {
    contact_id: 'lead_id',
    owner_id: 'employee_id',
    called_at: 'call_date',
    started_at: 'start_time',
    ended_at: 'end_time',
    external_id: 'external_call_id',
  },
  defaults: {
    source: "'api'",
    called_at: 'coalesce(i.started_at, i.created_at, now())',
    started_at: 'coalesce(i.called_at, i.created_at, now())',
    duration_seconds: `(select s from extract(epoch from i.ended_at
      - coalesce(i.started_at, i.called_at)) s where s > 0 and s <= 604800)`,
    // Two calls without a system are told apart by their ids all the same.
    external_system: "''",
  },
  shown: {
    id: 'r.id',
    call_history_id: 'r.id',
    title: 'r.title',
    source: 'r.source',
    direction: 'r.direction',
    lead_id: 'r.contact_id',
    lead_name: fullName('contact'),
    employee_id: 'r.owner_id',
    employee_name: 'employee.name',
    company_id: 'r.company_id',
    deal_id: 'r.deal_id',
    outcome: 'r.outcome',
    notes: 'r.notes',
    call_status: 'r.call_status',
    call_date: 'iso(coalesce(r.called_at, r.started_at, r.created_at))',
    start_time: 'iso(coalesce(r.started_at, r.called_at, r.created_at))',
    end_time: 'iso(r.ended_at)',
    duration_seconds: 'trim_scale(r.duration_seconds)',
    caller_number: 'r.caller_number',
    caller_e164: 'r.caller_e164',
    recipient_number: 'r.recipient_number',
    recipient_e164: 'r.recipient_e164',
    recording_url: 'r.recording_url',
    has_recording: hasRecording,
    has_transcript: hasTranscript,
    external_call_id: 'r.external_id',
    external_system: "nullif(r.external_system, '')",
    next_follow_up: 'r.next_follow_up',
    next_follow_up_time: 'r.next_follow_up_time',
    auto_call_followup: 'r.auto_call_followup',
    follow_up_task_id: 'r.follow_up_task_id',
    ...times,
  },
  detail: {
    call_details: 'r.call_details::json',
    transcript: `(select row_to_json(x) from (
      select t.id, t.source, t.language, t.confidence, t.word_count, t.has_speakers,
        iso(t.created_at) as created_at
      from transcript t where t.workspace_id = r.workspace_id and t.conversation_id = r.id) x)`,
    recording: `(select row_to_json(x) from (
      select c.id, c.status, trim_scale(c.duration_seconds) as duration,
        ${hasTranscript} as transcript_ready
      from recording c where c.workspace_id = r.workspace_id and c.conversation_id = r.id) x)`,
  },
  includes: {},
  joins: `join app_user employee on employee.id = r.owner_id
    ${joinOne('contact', 'contact', 'contact_id')}`,
  ownership: ownedByCaller,
  filters: {
    lead_id: is('r.contact_id', '::uuid'),
    contact_id: is('r.contact_id', '::uuid'),
    employee_id: is('r.owner_id', '::uuid'),
    owner_id: is('r.owner_id', '::uuid'),
    company_id: is('r.company_id', '::uuid'),
    deal_id: is('r.deal_id', '::uuid'),
    outcome: is('r.outcome'),
    call_status: is('r.call_status'),
    status: is('r.call_status'),
    direction: is('r.direction'),
    source: is('r.source'),
    number: (value) => `(r.caller_e164 = ${value} or r.recipient_e164 = ${value})`,
    caller_number: is('r.caller_e164'),
    recipient_number: is('r.recipient_e164'),
    external_call_id: is('r.external_id'),
    external_system: is('r.external_system'),
    date_from: atLeast('r.called_at', '::timestamptz'),
    date_to: atMost('r.called_at', '::timestamptz'),
    has_recording: whether(hasRecording),
    has_transcript: whether(hasTranscript),
  },
  narrow: ['lead_id', 'contact_id', 'company_id', 'deal_id', 'number', 'caller_number'],
  comparable: {
    ...comparableTimes,
    call_date: { sql: 'r.called_at', type: 'timestamptz', nullable: true },
    start_time: { sql: 'r.started_at', type: 'timestamptz', nullable: true },
    end_time: { sql: 'r.ended_at', type: 'timestamptz', nullable: true },
    lead_id: { sql: 'r.contact_id', type: 'uuid', nullable: true },
    employee_id: { sql: 'r.owner_id', type: 'uuid' },
    ...plain('numeric', 'duration_seconds'),
    ...plain('date', 'next_follow_up'),
    ...plain('text', 'outcome', 'call_status', 'external_system'),
    ...plain('uuid', 'company_id', 'deal_id'),
  },
  search: { text: 'r.search_text' },
  references: [
    { ...owner, field: 'employee_id' },
    { ...toContact, field: 'lead_id' },
    toCompany,
    toDeal,
  ],
  uniques: [
    {
      index: 'conversation_external_key',
      code: 'CONFLICT',
      field: 'external_call_id',
      message: 'A conversation with this external_call_id of this system already exists',
      clash: `r.external_id = i.external_id
        and coalesce(r.external_system, '') = coalesce(i.external_system, '')`,
    },
  ],
  derived: {
    title: {
      from: ['contact_id', 'direction', 'caller_number', 'recipient_number'],
      create: titleOf((column) => `i.${column}`),
      update: titleOf,
    },
  },
  createdAs: 'captured',
  children: [],
  momentsOfUpdate: [],
  associations: {},
  async prepare(caller, row, target) {
    await requireOrder(caller, row, target)
    return toColumns(await withNumbers(caller, row))
  },
  async prepareFilters(caller, filters) {
    const numbers = ['number', 'caller_number', 'recipient_number'] as const
    const entries = numbers.map(async (name) => {
      const typed = filters[name]
      return typeof typed === 'string' ? { [name]: (await e164Of(caller, typed)) ?? typed } : {}
    })
    return Object.assign({}, filters, ...(await Promise.all(entries))) as Row
  },
  upsertKeys: {},
}

/** `Call with Nadia Okafor`, or with the number of the other side. */
function titleOf(next: (column: string) => Expression): Expression {
  const known = `(select ' with ' || ${fullName('x')} from contact x
    where x.workspace_id = $1 and x.id = ${next('contact_id')})`
  const number = `case when ${next('direction')} = 'inbound' then ${next('caller_number')}
    else coalesce(${next('recipient_number')}, ${next('caller_number')}) end`
  return `'Call' || coalesce(${known}, ' with ' || ${number}, '')`
}

/** Numbers stay as typed, with the same as +CCNNN beside them. */
async function withNumbers(caller: Caller, row: Row): Promise<Row> {
  const added: Record<string, string | null> = {}
  for (const side of ['caller', 'recipient']) {
    const typed = row[`${side}_number`]
    if (typed === undefined) continue
    added[`${side}_e164`] = typeof typed === 'string' ? await e164Of(caller, typed) : null
  }
  return { ...row, ...added }
}

/** No call ends before it starts; of a change, what is not sent is as it was. */
async function requireOrder(
  { context, principal }: Caller,
  row: Row,
  target: Target,
): Promise<void> {
  const sent = ['start_time', 'end_time'].filter((field) => row[field] !== undefined)
  if (sent.length !== 1 || target.kind !== 'update') return
  const former = await selectMeetingTimes(context.db, principal.workspaceId, target.id)
  const { start_time: start = former?.meeting_start, end_time: end = former?.meeting_end } = row
  if (typeof start === 'string' && typeof end === 'string' && end < start) {
    throw invalid('end_time', "Field 'end_time' must not be before start_time")
  }
}

const columnOf: Readonly<Record<string, string>> = {
  lead_id: 'contact_id',
  employee_id: 'owner_id',
  call_date: 'called_at',
  start_time: 'started_at',
  end_time: 'ended_at',
  external_call_id: 'external_id',
}

/** `call_details` is kept as text; no system is the one without a name. */
function toColumns(row: Row): Row {
  const renamed = Object.entries(row).map(([field, value]) => [columnOf[field] ?? field, value])
  const columns = Object.fromEntries(renamed) as Row
  const { call_details: details, external_system: system } = columns
  return {
    ...columns,
    ...(details != null && { call_details: JSON.stringify(details) }),
    ...(system === null && { external_system: '' }),
  }
}
