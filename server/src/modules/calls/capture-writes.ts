import type { Context } from '../../context.ts'
import { actingFor, type Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import {
  type ChangedRow,
  type Declaration,
  insertDistinctRows,
  type NewRow,
  type Row,
  sentFields,
  updateRows,
} from '../records/index.ts'
import { lockOf } from './capture-identity.ts'
import {
  type Capture,
  type Contact,
  followUpOf,
  type Known,
  type Parties,
  taskStepOf,
  taskTextOf,
  timesOf,
} from './capture-rules.ts'
import { holdLocks, selectContactsByNumber } from './resolve-queries.ts'

/** A call that will be written: as a new record, or into the former one. */
export type Plan = Parties & {
  readonly capture: Capture
  readonly known: Known
  /** Of the record, when it is a new one. */
  readonly id: string
  /** The follow-up task, once it was made. */
  readonly taskId?: string
}

const ownerOf = ({ employeeId, known, capture }: Plan) =>
  employeeId ?? known.former?.ownerId ?? capture.senderId

/** What there is to write of a kind of record, and the plans that now know of it. */
type Planned = { readonly plans: readonly Plan[]; readonly made: readonly Owned[] }
type PlannedWithChanges = Planned & { readonly changed: readonly Owned[] }

/**
 * Numbers that nobody is known by become contacts, one of each, whichever batch or node sees it first.
 */
export async function giveContacts(
  tx: Executor,
  context: Context,
  plans: readonly Plan[],
): Promise<Planned> {
  const unknown = new Map<string, Plan>()
  for (const plan of plans) {
    const key = numberKey(plan)
    if (key !== undefined && !unknown.has(key)) unknown.set(key, plan)
  }
  if (unknown.size === 0) return { plans, made: [] }
  const held = holdLocks(
    tx,
    [...unknown.values()].map(({ capture, unknown: number }) =>
      lockOf(capture.workspaceId, `number ${number?.e164}`),
    ),
  )
  const numbers = [...unknown.values()].map(({ capture, unknown: number }) => ({
    workspace_id: capture.workspaceId,
    e164: number?.e164 ?? '',
  }))
  const [found] = await Promise.all([selectContactsByNumber(tx, numbers), held])
  const made: Owned[] = []
  for (const [key, plan] of unknown) {
    if (found.has(key) || !plan.unknown) continue
    const { typed, e164 } = plan.unknown
    const contact = { id: context.newId(), name: typed, phoneE164: e164, companyId: null }
    found.set(key, contact)
    made.push({ plan, row: newContact(context, plan, contact, typed) })
  }
  const withContacts = plans.map((plan) => {
    const contact = found.get(numberKey(plan) ?? '')
    return contact ? { ...plan, contact } : plan
  })
  return { plans: withContacts, made }
}

function numberKey({ capture, unknown }: Plan): string | undefined {
  return unknown && `${capture.workspaceId} ${unknown.e164}`
}

function newContact(context: Context, plan: Plan, { id, phoneE164 }: Contact, typed: string): Row {
  return {
    id,
    event_id: context.newId(),
    owner_id: ownerOf(plan),
    first_name: typed,
    phone: typed,
    phone_e164: phoneE164,
    lead_source: 'call_capture',
  }
}

/** Follow-up tasks to make or to move. */
export function planTasks(context: Context, plans: readonly Plan[]): PlannedWithChanges {
  const made: Owned[] = []
  const changed: Owned[] = []
  const withTasks = plans.map((plan) => {
    const { former } = plan.known
    const followUp = followUpOf(plan.capture, plan.known)
    const step = taskStepOf(followUp, former)
    if (!followUp || step === 'leave') return plan
    const { capture, contact, known } = plan
    const whom = contact?.name ?? capture.capture.recipient_number ?? undefined
    const text = taskTextOf(capture, known, { time: followUp.time, whom })
    const row = { ...text, due_date: followUp.date, event_id: context.newId() }
    if (step === 'change' && former?.taskId) {
      const moment = { event_id_0: context.newId() }
      changed.push({ plan, row: { ...row, ...moment, id: former.taskId } })
      return plan
    }
    const id = context.newId()
    made.push({ plan, row: { ...row, ...newTask(plan), id } })
    return { ...plan, taskId: id }
  })
  return { plans: withTasks, made, changed }
}

function newTask(plan: Plan): Row {
  const owner = ownerOf(plan)
  return {
    task_type: 'follow_up',
    owner_id: owner,
    assignee_id: owner,
    contact_id: plan.contact?.id ?? null,
    company_id: plan.contact?.companyId ?? null,
  }
}

/** New calls, and those that are told once more. */
export function planCalls(context: Context, plans: readonly Plan[]): PlannedWithChanges {
  const made: Owned[] = []
  const changed: Owned[] = []
  for (const plan of plans) {
    const { former } = plan.known
    const event_id = context.newId()
    if (former) {
      changed.push({ plan, row: { ...changesOf(plan), id: former.id, event_id } })
    } else {
      const { receivedAt } = plan.capture
      const row = { ...columnsOf(plan), source: 'call_capture', owner_id: ownerOf(plan) }
      made.push({ plan, row: { ...row, id: plan.id, event_id, created_at: receivedAt } })
    }
  }
  return { plans, made, changed }
}

function columnsOf(plan: Plan): Row {
  const { capture, callerE164, recipientE164 } = plan.capture
  const times = timesOf(plan.capture, plan.known.former)
  const followUp = followUpOf(plan.capture, plan.known)
  const { contact } = plan
  return {
    direction: plan.direction,
    contact_id: contact?.id,
    company_id: contact?.companyId,
    outcome: capture.outcome,
    notes: capture.notes,
    call_status: capture.call_status,
    called_at: times.calledAt,
    started_at: times.startedAt,
    ended_at: times.endedAt,
    duration_seconds: times.durationSeconds,
    caller_number: capture.caller_number,
    caller_e164: callerE164,
    recipient_number: capture.recipient_number,
    recipient_e164: recipientE164,
    recording_url: capture.recording_url,
    external_id: capture.external_call_id,
    external_system: capture.external_system ?? '',
    next_follow_up: followUp?.date,
    next_follow_up_time: followUp?.time,
    auto_call_followup: capture.auto_call_followup,
    follow_up_task_id: plan.taskId,
    call_details: capture.call_details && JSON.stringify(capture.call_details),
  }
}

/** What a repeat tells; what it leaves out stays, and so does what people have put right since. */
function changesOf(plan: Plan): Row {
  const { employeeId, capture, known } = plan
  const { external_id: _, external_system: __, ...told } = columnsOf(plan)
  const isNamed = capture.capture.employee_id || known.former?.ownerId === capture.senderId
  const owner = isNamed ? employeeId : undefined
  const entries = Object.entries({ ...told, owner_id: owner })
  return Object.fromEntries(entries.filter(([, value]) => value != null))
}

/** A row, and the plan whose workspace and sender it is written for. */
type Owned = { readonly plan: Plan; readonly row: Row }

/** Rows of one workspace and sender go into one statement. */
export async function insertEach(
  tx: Executor,
  declaration: Declaration,
  all: readonly Owned[],
): Promise<void> {
  const insert = async (owned: readonly Owned[]) => {
    const rows = owned.map(({ row }, idx) => ({ ...row, idx }) as NewRow)
    const written = await insertDistinctRows(tx, declaration, principalOf(owned), rows)
    requireAll(declaration, written.length, rows.length)
  }
  await Promise.all(groupBy(all, senderOf).map(insert))
}

/** The same for changes, of which those of the same columns go into one statement. */
export async function changeEach(
  tx: Executor,
  declaration: Declaration,
  all: readonly Owned[],
): Promise<void> {
  const keyOf = (owned: Owned) => `${senderOf(owned)} ${sentFields(declaration, owned.row).join()}`
  const change = async (owned: readonly Owned[]) => {
    const [first] = owned
    if (!first || sentFields(declaration, first.row).length === 0) return
    const rows = owned.map(({ row }, idx) => ({ ...row, idx }) as ChangedRow)
    const written = await updateRows(tx, declaration, principalOf(owned), rows)
    requireAll(declaration, written.length, rows.length)
  }
  await Promise.all(groupBy(all, keyOf).map(change))
}

const senderOf = ({ plan: { capture } }: Owned) => `${capture.workspaceId} ${capture.senderId}`

function groupBy(all: readonly Owned[], keyOf: (owned: Owned) => string): Owned[][] {
  const groups = new Map<string, Owned[]>()
  for (const owned of all) {
    const key = keyOf(owned)
    const group = groups.get(key)
    if (group) group.push(owned)
    else groups.set(key, [owned])
  }
  return [...groups.values()]
}

/** A dialer reports the calls of all employees, whoever's key it has. */
function principalOf([first]: readonly Owned[]): Principal {
  if (!first) throw new Error('A group without rows.')
  const { workspaceId, senderId } = first.plan.capture
  return actingFor(workspaceId, senderId)
}

function requireAll({ resource }: Declaration, written: number, wanted: number): void {
  if (written < wanted) throw new Error(`${wanted - written} ${resource.plural} were not written.`)
}
