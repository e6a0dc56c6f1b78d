import { ProviderError } from '../provider-error.ts'

/** Meetings on a page; Fathom's own figure, which nobody can change. */
export const meetingsPerPage = 10

/**
 * A meeting as Fathom writes it: the object of its API reference, also the body of its webhooks. It
 * is handed on unread, because the SDK's closed schemas drop new fields and refuse a whole page for
 * one missing time.
 */
type WireMeeting = unknown

export type MeetingPage = {
  readonly meetings: readonly WireMeeting[]
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined
}

type MeetingQuery = {
  readonly cursor?: string | undefined
  /** RFC 3339. */
  readonly createdAfter?: string | undefined
  /** Transcript, summary, action items and CRM matches; such a request counts as a heavy one. */
  readonly withContent: boolean
}

type CreatedWebhook = {
  readonly id: string
  /** `whsec_…`; Fathom tells it this once. */
  readonly secret: string
}

/** Fathom's external API with one key. All calls throw {@link FathomError}. */
export type Fathom = {
  listMeetings(query: MeetingQuery): Promise<MeetingPage>
  /** The items of a transcript; heavy. Undefined when there is none. */
  getTranscript(recordingId: number): Promise<readonly unknown[] | undefined>
  /** Markdown; heavy. Undefined when there is none. */
  getSummary(recordingId: number): Promise<string | undefined>
  listTeams(): Promise<readonly string[]>
  /** Meetings of the key's user and those shared with them, with all content. */
  createWebhook(destinationUrl: string): Promise<CreatedWebhook>
  /** False when Fathom does not know it (any more). */
  deleteWebhook(id: string): Promise<boolean>
}

/**
 * `bad_key`: Fathom does not accept the key. `limited`: too many requests; see `retryAfterMs`.
 * `refused`: the request itself is wrong. `unavailable`: no answer, or none that makes sense.
 */
export type FathomFailure = 'bad_key' | 'limited' | 'refused' | 'unavailable'

export class FathomError extends ProviderError {
  readonly failure: FathomFailure
  /** When trying again can help, in milliseconds from now; only of `limited`. */
  readonly retryAfterMs: number | undefined

  constructor(failure: FathomFailure, sentence: string, retryAfterMs?: number) {
    super('fathom', failure === 'limited' || failure === 'unavailable', sentence)
    this.failure = failure
    this.retryAfterMs = retryAfterMs
  }
}
