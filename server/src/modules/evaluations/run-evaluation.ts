import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { finishEvaluations, type Outcome } from './finish-evaluation.ts'
import { type Attempt, makeEvaluations, maxTries } from './make-evaluation.ts'
import { type AboutEvaluation, startWaiting } from './queue.ts'
import {
  type Claimed,
  claim,
  claimNext,
  holdLine,
  setFailed,
  takeBackLost,
} from './work-queries.ts'

/** An evaluation that was begun more often, by processes that died of it, is given up. */
const maxStarts = 8
/** Longer than this no job goes on by itself: other work of the server wants its turn, too. */
const turnMs = 30_000
/** Made one after the other and finished in one transaction, where rules make them. */
const together = 5

/**
 * Makes an evaluation, and without a model those that wait behind it: a job and a transaction for each
 * would cost more than the rules. Whatever runs twice or dies in between, each is finished once: what
 * is found is stored, with all that follows, if and only if the evaluation is still being made.
 */
export async function runEvaluation(
  context: Context,
  about: AboutEvaluation,
  { signal, attempt }: { readonly signal: AbortSignal; readonly attempt: number },
): Promise<void> {
  const begunAt = performance.now()
  const lane: Lane = {
    context,
    about,
    signal,
    // A model takes long, and has tries of its own for each evaluation.
    goesOn: () =>
      context.llm === undefined && !signal.aborted && performance.now() - begunAt < turnMs,
  }
  let claimed = await takeUp(lane, attempt > 1)
  while (claimed.length > 0) claimed = await makeAll(lane, claimed)
}

type Lane = {
  readonly context: Context
  readonly about: AboutEvaluation
  readonly signal: AbortSignal
  readonly goesOn: () => boolean
}

function takeUp({ context, about }: Lane, isRepeat: boolean): Promise<Claimed[]> {
  return inLine(context, about, async (tx) => {
    const claimed = await claim(tx, about, { isRepeat, at: context.now() })
    if (claimed.length === 0) await startWaiting(tx, about.workspaceId)
    return claimed
  })
}

function inLine<Result>(
  { db }: Context,
  { workspaceId }: AboutEvaluation,
  work: (tx: Executor) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    return work(tx)
  })
}

/** Those that come next. */
async function handOn({ context, about, goesOn }: Lane, tx: Executor): Promise<Claimed[]> {
  if (goesOn()) return claimNext(tx, about, { limit: together, at: context.now() })
  await startWaiting(tx, about.workspaceId)
  return []
}

/** Answers those that come next; throws when one is to be tried again, once the others are finished. */
async function makeAll(lane: Lane, claimed: readonly Claimed[]): Promise<Claimed[]> {
  const { context, about, signal } = lane
  const { workspaceId } = about
  const startable = claimed.filter(({ attempts }) => attempts <= maxStarts)
  const attempts: Attempt[] = [
    ...(await makeEvaluations(context, { workspaceId, claimed: startable, signal })),
    ...claimed
      .filter((one) => !startable.includes(one))
      .map((one) => ({ claimed: one, outcome: undefined, error: begunTooOften })),
  ]
  const results = attempts.map((attempt) => resultOf(lane, attempt))
  const repeated = results.find(({ error }) => error !== undefined)
  const finished = results.filter(({ error }) => error === undefined)
  const afterwards: Afterwards = async (tx) => (repeated ? [] : handOn(lane, tx))
  const next = await finish(lane, finished, afterwards).catch((reason: unknown) =>
    finishSingly(lane, finished, { reason, afterwards }),
  )
  if (repeated) {
    signal.throwIfAborted()
    throw repeated.error
  }
  return next
}

const begunTooOften = new Error('It was begun too often.')

/** What comes after a transaction's work, in it. */
type Afterwards = (tx: Executor) => Promise<Claimed[]>

type Result = {
  readonly claimed: Claimed
  readonly outcome?: Outcome | undefined
  /** Given up for this reason. */
  readonly failed?: Failed
  /** To be tried again. */
  readonly error?: unknown
}

function resultOf(
  { context: { log }, about: { workspaceId }, signal }: Lane,
  { claimed, outcome, error }: Attempt,
): Result {
  if (outcome) return { claimed, outcome }
  if (error === undefined) return { claimed, failed: noTranscript }
  // Stopped by the process: somebody goes on later.
  if (signal.aborted || claimed.attempts < maxTries) return { claimed, error }
  log.error({ err: error, workspaceId, evaluationId: claimed.id }, 'an evaluation failed')
  return { claimed, failed: internal }
}

/** All or none. Several of one conversation are refused: they are finished one after the other. */
async function finish(
  { context, about }: Lane,
  results: readonly Result[],
  afterwards: Afterwards,
): Promise<Claimed[]> {
  const { workspaceId } = about
  const outcomes = results.flatMap(({ outcome }) => outcome ?? [])
  if (new Set(outcomes.map(({ facts }) => facts.id)).size < outcomes.length) {
    throw new Error('Several evaluations of one conversation cannot be finished together.')
  }
  const next = await inLine(context, about, async (tx) => {
    await finishEvaluations({ tx, context, workspaceId }, outcomes)
    for (const { claimed, failed } of results) {
      if (!failed) continue
      const evaluation = { workspaceId, evaluationId: claimed.id }
      await setFailed(tx, evaluation, { ...failed, at: context.now() })
    }
    return afterwards(tx)
  })
  context.wakeRelay()
  return next
}

/** What keeps one of several from being stored must not keep the others. */
async function finishSingly(
  lane: Lane,
  results: readonly Result[],
  { reason, afterwards }: { readonly reason: unknown; readonly afterwards: Afterwards },
): Promise<Claimed[]> {
  const { context, about, signal } = lane
  signal.throwIfAborted()
  let unfinished: { readonly error: unknown } | undefined
  for (const result of results) {
    const { claimed } = result
    try {
      if (results.length === 1) throw reason
      await finish(lane, [result], async () => [])
    } catch (error) {
      const again = resultOf(lane, { claimed, outcome: undefined, error })
      if (again.failed) await finish(lane, [again], async () => [])
      else unfinished = { error }
    }
  }
  if (unfinished) throw unfinished.error
  return inLine(context, about, afterwards)
}

type Failed = { readonly code: string; readonly message: string; readonly isRetriable: boolean }

const noTranscript: Failed = {
  code: 'no_transcript',
  message: 'The conversation has no transcript any more, or nothing was said in it.',
  isRetriable: false,
}
const internal: Failed = {
  code: 'internal',
  message: 'Something went wrong on our side, also when it was tried again.',
  isRetriable: true,
}

/** Nothing takes this long, the tries of a model included. */
const lostAfterMs = 3_600_000

/** Has everything go on whose job is gone: after a restored backup, for one. */
export async function resumeEvaluations(context: Context): Promise<void> {
  const before = new Date(context.now().getTime() - lostAfterMs)
  const workspaceIds = await context.db.transaction((tx) => takeBackLost(tx, before))
  for (const workspaceId of workspaceIds) {
    await context.db.transaction(async (tx) => {
      await holdLine(tx, workspaceId)
      await startWaiting(tx, workspaceId)
    })
  }
}
