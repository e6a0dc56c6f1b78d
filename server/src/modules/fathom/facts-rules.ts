/** What the doors for meetings tell, in one form. Everything may be missing: doors send parts. */

/** Each may be the only one known; they are never derived from each other. */
export type MeetingIds = {
  /** Number of the recording in Fathom's API. */
  readonly recordingId?: string
  /** Token of the share address. */
  readonly shareId?: string
  /** Number in the calls address, which is not the recording's. */
  readonly callsId?: string
}

/** Single values, named as the columns they end up in. */
export type MeetingFields = {
  readonly title?: string
  readonly share_url?: string
  readonly calls_url?: string
  readonly transcript_doc_url?: string
  /** RFC 3339. */
  readonly started_at?: string
  readonly ended_at?: string
  readonly duration_minutes?: number
  readonly summary?: string
  readonly owner_email?: string
  readonly owner_name?: string
  readonly team_name?: string
  /** ISO 639-1. */
  readonly language?: string
  /** −1 to 1. */
  readonly sentiment_score?: number
  /** As it was sent. */
  readonly coach_rating_raw?: string
  /** 0 to 100. */
  readonly coach_rating?: number
  readonly coach_summary?: string
  /** 0 to 100. */
  readonly talk_time_rep_pct?: number
  readonly talk_time_customer_pct?: number
  readonly talk_time_judgement?: string
}

export type AttendeeFact = {
  readonly name?: string
  readonly email?: string
  /** Absent when the door does not say. */
  readonly isExternal?: boolean
}

export type ActionItemFact = {
  readonly title: string
  /** Seconds from the beginning of the recording. */
  readonly timestampSeconds?: number
  readonly playbackUrl?: string
  readonly completed?: boolean
  readonly aiGenerated?: boolean
  readonly assigneeName?: string
  readonly assigneeEmail?: string
  readonly priority?: 'low' | 'medium' | 'high' | 'critical'
  /** RFC 3339. */
  readonly deadlineAt?: string
}

/** Records of a CRM that Fathom thinks the meeting belongs to. */
export type CrmFact = {
  readonly contacts: readonly string[]
  readonly companies: readonly string[]
  readonly deals: readonly string[]
}

/** One thing that somebody said. */
export type Line = {
  readonly name?: string
  readonly email?: string
  /** Milliseconds from the beginning. */
  readonly startMs?: number
  readonly text: string
}

export type MeetingFacts = {
  readonly ids: MeetingIds
  readonly fields: MeetingFields
  readonly attendees: readonly AttendeeFact[]
  readonly actionItems: readonly ActionItemFact[]
  readonly crm: CrmFact
}

/** Facts, what was said, and a sentence on each value that could not be read. */
export type MeetingReading = MeetingFacts & {
  readonly transcript: readonly Line[]
  readonly problems: readonly string[]
}

export const noCrm: CrmFact = { contacts: [], companies: [], deals: [] }

/** Whether anything says which meeting it is. */
export function isIdentified({ recordingId, shareId, callsId }: MeetingIds): boolean {
  return recordingId !== undefined || shareId !== undefined || callsId !== undefined
}

/** The ids that addresses of Fathom hold: `/share/<token>` and `/calls/<number>`. */
export function idsInAddress(address: string | undefined): MeetingIds {
  const shareId = /\/share\/([\w-]{1,200})/.exec(address ?? '')?.[1]
  const callsId = /\/calls\/(\d{1,30})(?!\w)/.exec(address ?? '')?.[1]
  return { ...(shareId !== undefined && { shareId }), ...(callsId !== undefined && { callsId }) }
}

/** The value without its undefined fields. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
