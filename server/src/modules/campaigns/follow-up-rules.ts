/** What a captured call tells of the next one; as the events of calls have it. */
export type ToldCall = {
  readonly id: string
  readonly direction: string | null
  readonly caller_e164: string | null
  readonly recipient_e164: string | null
  readonly lead_name: string | null
  readonly title: string
  readonly notes: string | null
  readonly outcome: string | null
  readonly call_date: string | null
  readonly auto_call_followup: boolean | null
  readonly next_follow_up: string | null
  readonly next_follow_up_time: string | null
  readonly deleted?: true
}

export type FollowUp = {
  /** Another day or hour is another follow-up. */
  readonly key: string
  readonly number: string
  readonly name: string | null
  /** YYYY-MM-DD and minutes since midnight, by the workspace's clock. */
  readonly date: string
  readonly minute: number
  readonly variables: Readonly<Record<string, string>>
}

/** When no hour is asked for. The recipient's own hours hold besides. */
const usualMinute = 9 * 60
const maxNotes = 2_000

/** The call that a captured call asks for; undefined: none, or nobody to call. */
export function followUpOf(call: ToldCall): FollowUp | undefined {
  const { next_follow_up: date, next_follow_up_time: time } = call
  const number = customerOf(call)
  if (call.deleted || call.auto_call_followup !== true) return undefined
  if (date === null || number === null) return undefined
  const minute = minuteOf(time)
  return {
    key: keyOf(call.id, date, time),
    number,
    name: call.lead_name,
    date,
    minute,
    variables: variablesOf(call),
  }
}

/** Of the follow-up that a captured call asks for at this day and hour. */
export function keyOf(callId: string, date: string, time: string | null): string {
  return `${callId} ${date} ${minuteOf(time)}`
}

function customerOf({ direction, caller_e164, recipient_e164 }: ToldCall): string | null {
  return direction === 'inbound' ? caller_e164 : (recipient_e164 ?? caller_e164)
}

function minuteOf(time: string | null): number {
  if (time === null) return usualMinute
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

function variablesOf(call: ToldCall): Readonly<Record<string, string>> {
  const told = {
    contact_name: call.lead_name,
    previous_call_date: call.call_date?.slice(0, 10),
    previous_outcome: call.outcome,
    previous_notes: call.notes?.slice(0, maxNotes),
  }
  return Object.fromEntries(
    Object.entries(told).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  )
}

/** Old calls that somebody imports ask for nothing any more. */
const tooLateMs = 24 * 3_600_000

export function isTooLate(dueAt: Date, now: Date): boolean {
  return now.getTime() - dueAt.getTime() > tooLateMs
}
