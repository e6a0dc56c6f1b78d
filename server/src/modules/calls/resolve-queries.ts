import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Contact, Known } from './capture-rules.ts'

const lockStatement = statement(
  'lock_captures',
  'select pg_advisory_xact_lock(k) from unnest($1::bigint[]) k',
)

/** Holds these numbers until the transaction ends, in their order: two batches never wait for each other. */
export async function holdLocks(tx: Executor, keys: readonly bigint[]): Promise<void> {
  const ordered = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1))
  if (ordered.length > 0) await tx.run(lockStatement, [ordered.map(String)])
}

/** What there is to look up of one call. */
export type Wanted = {
  readonly workspace_id: string
  readonly lead_id: string | null
  readonly employee_id: string | null
  readonly caller_e164: string | null
  readonly recipient_e164: string | null
  /** Both null for a call without an external id. */
  readonly external_system: string | null
  readonly external_id: string | null
  /** Hexadecimal SHA-256 of the body; null for a call with an external id. */
  readonly digest: string | null
}

const contact = (alias: string) => `json_build_object('id', ${alias}.id,
  'name', ${alias}.first_name || coalesce(' ' || ${alias}.last_name, ''),
  'phoneE164', ${alias}.phone_e164, 'companyId', ${alias}.company_id)`

// Until a table was analysed, the planner takes any index for as good as another. So that only the
// right one fits, the workspace is compared in a way that no index knows, and `offset 0` keeps rows
// from being read in the order of their age until one fits. A batch took 77 ms otherwise.
const here = (alias: string) => `${alias}.workspace_id is not distinct from i.workspace_id`

const contactOf = (number: string) => `(select ${contact('x')} from (select * from contact x
    where ${here('x')} and x.phone_e164 = ${number} and x.deleted_at is null
    offset 0) x
  order by x.created_at, x.id limit 1)`

const memberOf = (number: string) => `(select m.user_id from member m
  where m.workspace_id = i.workspace_id and m.phone_e164 = ${number}
  order by m.created_at, m.id limit 1)`

const formerCall = `(select json_build_object('id', c.id, 'kind', c.kind,
    'createdAt', iso(c.created_at), 'ownerId', c.owner_id,
    'contact', case when x.id is not null then ${contact('x')} end,
    'startedAt', iso(coalesce(c.started_at, c.created_at)), 'endedAt', iso(c.ended_at),
    'durationSeconds', c.duration_seconds, 'notes', c.notes, 'followUpDate', c.next_follow_up,
    'followUpTime', c.next_follow_up_time, 'taskId', c.follow_up_task_id,
    'taskIsOpen', coalesce(t.deleted_at is null and t.status in ('pending', 'in_progress'), false))
  from (select * from conversation c where ${here('c')} and c.external_system = i.external_system
      and c.external_id = i.external_id and c.deleted_at is null offset 0) c
  left join contact x on x.workspace_id = c.workspace_id and x.id = c.contact_id
    and x.deleted_at is null
  left join task t on t.workspace_id = c.workspace_id and t.id = c.follow_up_task_id)`

const retried = `(select json_build_object('id', c.id, 'createdAt', iso(c.created_at))
  from (select * from inbound_body b where ${here('b')}
      and b.door = 'call_capture' and b.digest = decode(i.digest, 'hex') and b.received_at > $2
      offset 0) b
  join conversation c on c.workspace_id = b.workspace_id and c.id = b.conversation_id
    and c.deleted_at is null
  order by b.received_at desc limit 1)`

// Subqueries with a limit, so that each is one look into an index whatever the planner knows.
const resolveStatement = statement(
  'resolve_captures',
  `select json_build_object('leadsFromCalls', w.leads_from_calls, 'timeZone', w.time_zone,
     'lead', (select ${contact('x')} from contact x where x.workspace_id = i.workspace_id
       and x.id = i.lead_id and x.deleted_at is null limit 1),
     'employeeId', (select m.user_id from member m where m.workspace_id = i.workspace_id
       and (m.user_id = i.employee_id or m.id = i.employee_id) limit 1),
     'callerId', ${memberOf('i.caller_e164')}, 'recipientId', ${memberOf('i.recipient_e164')},
     'callerContact', ${contactOf('i.caller_e164')},
     'recipientContact', ${contactOf('i.recipient_e164')},
     'former', ${formerCall}, 'retryOf', ${retried})::text as known
   from rows from (json_to_recordset($1::json) as (workspace_id uuid, lead_id uuid, employee_id uuid,
     caller_e164 text, recipient_e164 text, external_system text, external_id text, digest text))
     with ordinality as i(workspace_id, lead_id, employee_id, caller_e164, recipient_e164,
       external_system, external_id, digest, n)
   join workspace w on w.id = i.workspace_id
   order by i.n`,
)

/** What is known of each call, in their order. */
export async function selectKnown(
  tx: Executor,
  wanted: readonly Wanted[],
  retriesSince: Date,
): Promise<Known[]> {
  const rows = await tx.run<{ known: string }>(resolveStatement, [
    JSON.stringify(wanted),
    retriesSince.toISOString(),
  ])
  return rows.map(({ known }) => JSON.parse(known) as Known)
}

const contactsStatement = statement(
  'contacts_by_number',
  `select i.workspace_id || ' ' || i.e164 as key, ${contactOf('i.e164')}::text as contact
   from json_to_recordset($1::json) as i(workspace_id uuid, e164 text)`,
)

/** Contacts with these numbers, by workspace and number with a space between. */
export async function selectContactsByNumber(
  tx: Executor,
  numbers: readonly { readonly workspace_id: string; readonly e164: string }[],
): Promise<Map<string, Contact>> {
  const rows = await tx.run<{ key: string; contact: string | null }>(contactsStatement, [
    JSON.stringify(numbers),
  ])
  const found = rows.filter((row) => row.contact !== null)
  return new Map(found.map((row) => [row.key, JSON.parse(row.contact ?? 'null') as Contact]))
}

const wishStatement = statement(
  'wants_lead_of_number',
  `select 1 from workspace w where w.id = $1 and w.leads_from_calls
     and not exists (select 1 from member m where m.workspace_id = w.id and m.phone_e164 = $2)`,
)

/** Whether this number, if nobody is known by it, is to become a contact. */
export async function wantsLeadOf(
  tx: Executor,
  workspaceId: string,
  e164: string,
): Promise<boolean> {
  return (await tx.run(wishStatement, [workspaceId, e164])).length > 0
}
