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
  if (call.deleted || call.auto_call_followup !== true || date === null) return undefined
  const number =
    call.direction === 'inbound' ? call.caller_e164 : (call.recipient_e164 ?? call.caller_e164)
  if (number === null) return undefined
  const [hours = 0, minutes = 0] = (time ?? '').split(':').map(Number)
  const minute = time === null ? usualMinute : hours * 60 + minutes
  const told = {
    contact_name: call.lead_name,
    previous_call_date: call.call_date?.slice(0, 10),
    previous_outcome: call.outcome,
    previous_notes: call.notes?.slice(0, maxNotes),
  }
  const variables = Object.entries(told).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  )
  return {
    key: `${call.id} ${date} ${minute}`,
    number,
    name: call.lead_name,
    date,
    minute,
    variables: Object.fromEntries(variables),
  }
}

/** Old calls that somebody imports ask for nothing any more. */
const tooLateMs = 24 * 3_600_000

export function isTooLate(dueAt: Date, now: Date): boolean {
  return now.getTime() - dueAt.getTime() > tooLateMs
}
