import type { z } from 'zod'

/** What a running job is told beside its payload. */
type JobRun = {
  /** Fires when the process wants to stop: finish soon, or throw to be retried elsewhere. */
  readonly signal: AbortSignal
  /** 1 on the first try. */
  readonly attempt: number
}

/**
 * Work done after the request, on any node with the worker role. It may run twice (a node can die
 * after the work and before it is noted), so it must be safe to repeat.
 */
export type Job<Context, Payload extends z.ZodType = z.ZodType> = {
  /** Imperative and stable, such as `transcribe-recording`. Stored with each queued job. */
  readonly name: string
  /** Checked when the job is added and again when it runs: code may have changed in between. */
  readonly payload: Payload
  /** Cron pattern in UTC (`minute hour day month weekday`): the job adds itself, with payload {}. */
  readonly schedule?: string
  /** Tries before it stays in the queue as failed; 25 unless said, e^n seconds apart (e^10 at most). */
  readonly maxAttempts?: number
  /** Throw to be tried again later. */
  handle(context: Context, payload: z.output<Payload>, run: JobRun): Promise<void>
}

/** Declares a job, so that its payload's type reaches `handle`. */
export function job<Context, Payload extends z.ZodType>(
  definition: Job<Context, Payload>,
): Job<Context, Payload> {
  return definition
}

export type NewJob = {
  readonly name: string
  readonly payload: unknown
  readonly maxAttempts: number | undefined
  readonly runAt: Date | undefined
  readonly key: string | undefined
  readonly queue: string | undefined
}

export type NewJobOptions = {
  /** Not before this moment; at once unless given. */
  readonly runAt?: Date
  /** While a job with this key waits, adding another replaces it. */
  readonly key?: string
  /** Jobs of one queue run one after another. Few names: never an id. */
  readonly queue?: string
}

/** A job to be added by `addJobs`. Throws when the payload is not what the job takes. */
export function newJob<Payload extends z.ZodType>(
  {
    name,
    payload: schema,
    maxAttempts,
  }: Pick<Job<never, Payload>, 'name' | 'payload' | 'maxAttempts'>,
  payload: z.input<Payload>,
  { runAt, key, queue }: NewJobOptions = {},
): NewJob {
  schema.parse(payload)
  return { name, payload, maxAttempts, runAt, key, queue }
}
