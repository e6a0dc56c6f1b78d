import type { Context } from '../../context.ts'
import { type LoggedRequest, toBatch } from './request-batch.ts'
import {
  deleteRequestsBefore,
  type FailureRow,
  insertFailures,
  insertRequests,
} from './request-log-queries.ts'
import { firstIdAt } from './rules.ts'

/** About 10 MB. What comes on top within one second is counted and dropped. */
const maxBufferedRequests = 50_000
const maxBufferedFailures = 1_000

/** Collects calls in memory, so that a call never waits for its log. */
export class RequestLog {
  readonly #context: Context
  #requests: LoggedRequest[] = []
  #failures: FailureRow[] = []
  #dropped = 0
  #flushing: Promise<void> | undefined

  constructor(context: Context) {
    this.#context = context
  }

  add(request: LoggedRequest): void {
    if (this.#requests.length < maxBufferedRequests) this.#requests.push(request)
    else this.#dropped += 1
  }

  addFailure(failure: FailureRow): void {
    if (this.#failures.length < maxBufferedFailures) this.#failures.push(failure)
    else this.#dropped += 1
  }

  /** Writes what was collected until now. Never throws: what cannot be written is lost. */
  async flush(): Promise<void> {
    // One at a time: a slow database must not be asked again every second.
    while (this.#flushing) await this.#flushing
    if (this.#requests.length === 0 && this.#failures.length === 0) return
    this.#flushing = this.#write().finally(() => {
      this.#flushing = undefined
    })
    await this.#flushing
  }

  async #write(): Promise<void> {
    const { db, log, newId } = this.#context
    const requests = this.#requests
    const failures = this.#failures
    this.#requests = []
    this.#failures = []
    try {
      if (requests.length > 0) await insertRequests(db, toBatch(requests, newId()))
      if (failures.length > 0) await insertFailures(db, failures)
    } catch (error) {
      this.#dropped += requests.length + failures.length
      log.warn({ err: error }, 'the request log could not be written')
    }
    if (this.#dropped > 0) log.warn({ dropped: this.#dropped }, 'request log entries were dropped')
    this.#dropped = 0
  }
}

/** For the daily clean-up. Answers how many calls were forgotten. */
export async function purgeRequestLog(context: Context, olderThan: Date): Promise<number> {
  return deleteRequestsBefore(context.db, firstIdAt(olderThan.getTime()))
}
