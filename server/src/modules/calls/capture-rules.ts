import type { CallCapture } from '@parley/contract'
import { zoneFormat } from '../../platform/time/zone-format.ts'

/** A call as it was sent, with its numbers as +CCNNN where they are such. */
export type Sent = {
  readonly capture: CallCapture
  readonly callerE164: string | null
  readonly recipientE164: string | null
  /** User whose key sent it. */
  readonly senderId: string
  readonly receivedAt: Date
}

/** The same, where it belongs, and the body word for word. */
export type Capture = Sent & { readonly workspaceId: string; readonly body: string }

export type Captured = { readonly id: string; readonly createdAt: string }

export type Contact = {
  readonly id: string
  readonly name: string
  readonly phoneE164: string | null
  readonly companyId: string | null
}

/** The record that an earlier call with the same external id became. */
export type Former = {
  readonly id: string
  readonly kind: string
  readonly createdAt: string
  readonly contact: Contact | null
  readonly ownerId: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly durationSeconds: number | null
  readonly notes: string | null
  readonly followUpDate: string | null
  readonly followUpTime: string | null
  /** Undefined when it has none; one that is done, cancelled or deleted is not open. */
  readonly taskId: string | null
  readonly taskIsOpen: boolean
}

/** What the workspace knows of a call that was sent. */
export type Known = {
  readonly leadsFromCalls: boolean
  readonly timeZone: string
  readonly lead: Contact | null
  /** Users: the one named, and those whose numbers these are. */
  readonly employeeId: string | null
  readonly callerId: string | null
  readonly recipientId: string | null
  readonly callerContact: Contact | null
  readonly recipientContact: Contact | null
  readonly former: Former | null
  readonly retryOf: { readonly id: string; readonly createdAt: string } | null
}

type Direction = 'inbound' | 'outbound'

/** Who took part, as far as can be told. */
export type Parties = {
  /** Undefined when nobody is named and no number is a member's. */
  readonly employeeId: string | undefined
  readonly direction: Direction | undefined
  readonly contact: Contact | undefined
  /** Number to make a contact of: the other side's, when nobody is known by it. */
  readonly unknown: { readonly typed: string; readonly e164: string } | undefined
}

export type Problem = { readonly field: string; readonly message: string }

/** What is wrong with a call that no look at the body alone can tell. */
export function problemOf({ capture }: Sent, known: Known): Problem | undefined {
  const { lead_id: leadId, employee_id: employeeId, start_time: start } = capture
  if (leadId && !known.lead) {
    return {
      field: 'lead_id',
      message: "Field 'lead_id' names no contact of this workspace",
    }
  }
  if (employeeId && !known.employeeId) {
    return {
      field: 'employee_id',
      message: "Field 'employee_id' names no member of this workspace",
    }
  }
  const { former } = known
  if (former && former.kind !== 'call') {
    const message = "Field 'external_call_id' is the id of something else than a call"
    return { field: 'external_call_id', message }
  }
  if (start && !capture.end_time && former?.endedAt && former.endedAt < start) {
    const message = "Field 'start_time' must not be after the end_time that was sent before"
    return { field: 'start_time', message }
  }
  return undefined
}

/**
 * The employee's side tells the direction, and the other side is the customer's. Where no number is
 * an employee's, a contact's number tells the same; else whoever is named as employee called.
 */
export function partiesOf(sent: Sent, known: Known): Parties {
  const direction = directionOf(sent, known)
  const isInbound = direction === 'inbound'
  const other = isInbound ? known.callerContact : known.recipientContact
  const contact = known.lead ?? known.former?.contact ?? other ?? undefined
  const wantsLead = !contact && known.leadsFromCalls
  return {
    employeeId: employeeOf(known, isInbound),
    direction,
    contact,
    unknown: wantsLead ? unknownSide(sent, known, isInbound) : undefined,
  }
}

function employeeOf({ employeeId, callerId, recipientId }: Known, isInbound: boolean) {
  const [near, far] = isInbound ? [recipientId, callerId] : [callerId, recipientId]
  return employeeId ?? near ?? far ?? undefined
}

function directionOf(sent: Sent, known: Known): Direction | undefined {
  const isEmployee = (id: string | null) =>
    id !== null && (known.employeeId === null || known.employeeId === id)
  if (isEmployee(known.callerId)) return 'outbound'
  if (isEmployee(known.recipientId)) return 'inbound'
  if (known.callerId !== null) return 'outbound'
  if (known.recipientId !== null) return 'inbound'
  return directionByContact(sent, known)
}

function directionByContact(
  { callerE164, recipientE164 }: Sent,
  known: Known,
): Direction | undefined {
  const leadsNumber = known.lead?.phoneE164
  if (leadsNumber && leadsNumber === recipientE164) return 'outbound'
  if (leadsNumber && leadsNumber === callerE164) return 'inbound'
  if (known.recipientContact) return 'outbound'
  if (known.callerContact) return 'inbound'
  return known.employeeId === null ? undefined : 'outbound'
}

/** Of a call between two members nobody is a customer. */
function unknownSide(
  { capture, callerE164, recipientE164 }: Sent,
  { callerId, recipientId }: Known,
  isInbound: boolean,
): Parties['unknown'] {
  const caller = { typed: capture.caller_number, e164: callerE164, memberId: callerId }
  const recipient = { typed: capture.recipient_number, e164: recipientE164, memberId: recipientId }
  const isOnlyOne = !recipient.typed && caller.memberId === null
  const { typed, e164, memberId } = isInbound || isOnlyOne ? caller : recipient
  return typed && e164 && memberId === null ? { typed, e164 } : undefined
}

export type CallTimes = {
  readonly calledAt: string | undefined
  readonly startedAt: string | undefined
  readonly endedAt: string | undefined
  readonly durationSeconds: number | undefined
}

/**
 * When the call was, of what was sent. A call that ended before it was noted began before its end:
 * by its duration, where that is known. Undefined is what a repeat leaves as it was.
 */
export function timesOf(sent: Sent, former: Former | null): CallTimes {
  const { call_date: date, start_time: start, end_time: end } = sent.capture
  const duration = sent.capture.duration_seconds ?? lengthOf(start, end)
  const begun = beginningOf(sent, former, duration ?? former?.durationSeconds ?? 0)
  return {
    calledAt: date ?? start ?? calledFirst(former, begun.at),
    startedAt: begun.isNews ? begun.at : undefined,
    endedAt: end ?? undefined,
    durationSeconds: duration ?? undefined,
  }
}

function beginningOf({ capture, receivedAt }: Sent, former: Former | null, seconds: number) {
  const told = capture.start_time ?? capture.call_date ?? undefined
  const noted = told ?? former?.startedAt ?? receivedAt.toISOString()
  const at = notAfter(capture.end_time, noted, seconds)
  return { at, isNews: former === null || told !== undefined || at !== noted }
}

function calledFirst(former: Former | null, begun: string): string | undefined {
  return former === null ? begun : undefined
}

/** The longest that a call is believed to last: a week. */
const maxSeconds = 604_800

function lengthOf(start: string | null | undefined, end: string | null | undefined) {
  const seconds = start && end ? (Date.parse(end) - Date.parse(start)) / 1000 : 0
  return seconds > 0 && seconds <= maxSeconds ? seconds : undefined
}

function notAfter(end: string | null | undefined, noted: string, seconds: number): string {
  if (!end || noted <= end) return noted
  return new Date(Date.parse(end) - seconds * 1000).toISOString()
}

export type FollowUp = {
  /** YYYY-MM-DD in the workspace's time zone. */
  readonly date: string
  /** HH:MM:SS there. */
  readonly time: string | null
}

/** What the call says of the next one; undefined when it says nothing. */
export function followUpOf({ capture, receivedAt }: Sent, known: Known): FollowUp | undefined {
  const { next_follow_up: sentDate, next_follow_up_time: sentTime } = capture
  if (!sentDate && !sentTime) return undefined
  const time = sentTime ?? known.former?.followUpTime ?? null
  const date = sentDate ?? known.former?.followUpDate
  return { date: date ?? nextDay(receivedAt, time ?? '', known.timeZone), time }
}

/** The day on which it will next be that late there. */
function nextDay(now: Date, time: string, timeZone: string): string {
  const today = localClock(now, timeZone)
  if (today.time < time) return today.date
  const [year = 0, month = 1, day = 1] = today.date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10)
}

function localClock(now: Date, timeZone: string): { date: string; time: string } {
  // Sweden writes dates and times as ISO 8601 does.
  const options = { dateStyle: 'short', timeStyle: 'medium' } as const
  const [date = '', time = ''] = zoneFormat('sv-SE', timeZone, options).format(now).split(' ')
  return { date, time }
}

/** What becomes of the follow-up task: one that is done is left alone, and a new day makes another. */
export function taskStepOf(
  followUp: FollowUp | undefined,
  former: Former | null,
): 'create' | 'change' | 'leave' {
  if (!followUp) return 'leave'
  if (!former?.taskId) return 'create'
  if (former.taskIsOpen) return 'change'
  const isSame = former.followUpDate === followUp.date && former.followUpTime === followUp.time
  return isSame ? 'leave' : 'create'
}

export type TaskText = { readonly title: string; readonly description: string | null }

/** Tasks have a day and no time, so that is told in words. */
export function taskTextOf(
  { capture }: Sent,
  { timeZone, former }: Known,
  { time, whom }: { readonly time: string | null; readonly whom: string | undefined },
): TaskText {
  const hour = time?.slice(0, 5)
  const notes = capture.notes ?? former?.notes
  const lines = [hour && `At ${hour} (${timeZone}).`, notes?.slice(0, 9_000)]
  const title = `Follow up${whom ? ` with ${whom}` : ' on a call'}${hour ? ` at ${hour}` : ''}`
  return { title: title.slice(0, 300), description: lines.filter(Boolean).join('\n\n') || null }
}
