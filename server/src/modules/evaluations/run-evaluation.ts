import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { findSpoken } from '../conversations/index.ts'
import { evaluate } from '../evaluator/index.ts'
import { chooseScorecard } from '../scorecards/index.ts'
import { selectDescribedTrackers } from '../signals/index.ts'
import { everything } from './begin-evaluation.ts'
import { finishEvaluation, type Outcome } from './finish-evaluation.ts'
import { findConversation } from './queries.ts'
import { type AboutEvaluation, startWaiting } from './queue.ts'
import {
  type Claimed,
  claim,
  claimNext,
  holdLine,
  setFailed,
  takeBackLost,
} from './work-queries.ts'

/** Tries of the model, over about half a minute; then the built-in evaluator does it. */
const maxTries = 4
/** An evaluation that was begun more often, by processes that died of it, is given up. */
const maxStarts = 8

/** Longer than this no job goes on by itself: other work of the server wants its turn, too. */
const turnMs = 30_000

/**
 * Makes an evaluation, and without a model those that wait behind it: a job for each would cost more
 * than the rules. Whatever runs twice or dies in between, each is finished once: what is found is
 * stored, with all that follows, if and only if the evaluation is still being made.
 */
export async function runEvaluation(
  context: Context,
  lane: AboutEvaluation,
  { signal, attempt }: { readonly signal: AbortSignal; readonly attempt: number },
): Promise<void> {
  const begunAt = performance.now()
  // A model takes long, and has tries of its own for each evaluation.
  const goesOn = () =>
    context.llm === undefined && !signal.aborted && performance.now() - begunAt < turnMs
  const handOn = async (tx: Executor) => {
    if (goesOn()) return claimNext(tx, lane, context.now())
    await startWaiting(tx, lane.workspaceId)
    return undefined
  }
  const { workspaceId } = lane
  let claimed = await takeUp(context, lane, attempt > 1)
  while (claimed) claimed = await makeOne(context, { workspaceId, claimed, signal, handOn })
}

type HandOn = (tx: Executor) => Promise<Claimed | undefined>

/** Answers the one that comes next. */
async function makeOne(
  context: Context,
  { handOn, ...making }: Making & { readonly handOn: HandOn },
): Promise<Claimed | undefined> {
  const { workspaceId, claimed, signal } = making
  const about = { workspaceId, evaluationId: claimed.id }
  try {
    if (claimed.attempts > maxStarts) throw new Error('It was begun too often.')
    const outcome = await make(context, making)
    if (outcome) return await finishEvaluation(context, { workspaceId, claimed, outcome, handOn })
    return await fail(context, about, noTranscript, handOn)
  } catch (error) {
    // Stopped by the process: somebody goes on later.
    signal.throwIfAborted()
    if (claimed.attempts < maxTries) throw error
    context.log.error({ err: error, ...about }, 'an evaluation failed')
    return fail(context, about, internal, handOn)
  }
}

function takeUp(
  context: Context,
  lane: AboutEvaluation,
  isRepeat: boolean,
): Promise<Claimed | undefined> {
  return context.db.transaction(async (tx) => {
    await holdLine(tx, lane.workspaceId)
    const claimed = await claim(tx, lane, { isRepeat, at: context.now() })
    if (!claimed) await startWaiting(tx, lane.workspaceId)
    return claimed
  })
}

type Making = {
  readonly workspaceId: string
  readonly claimed: Claimed
  readonly signal: AbortSignal
}

/** Outside of any transaction: a model may take minutes. Undefined when nothing was said. */
async function make(
  context: Context,
  { workspaceId, claimed, signal }: Making,
): Promise<Outcome | undefined> {
  const { db, llm } = context
  const { conversationId, scorecardId, scorecardVersion: version } = claimed
  const facts = await findConversation(db, everything(workspaceId), conversationId)
  const spoken = facts && (await findSpoken(db, workspaceId, conversationId))
  if (!facts || !spoken || spoken.segments.length === 0) return undefined
  const { kind, startedAt, timeZone } = facts
  const wish = { workspaceId, kind, scorecardId, version }
  const { name, content: scorecard } = await chooseScorecard(context, wish)
  const { speakers, segments, language, timing, durationMs } = spoken
  const made = await evaluate(
    {
      segments,
      speakers,
      language,
      timing,
      kind,
      startedAt,
      timeZone,
      scorecard,
      // Without a model nobody would read them.
      trackers: llm && (await selectDescribedTrackers(db, workspaceId)),
      durationMs: durationMs ?? undefined,
    },
    { llm, signal, willRetry: claimed.attempts < maxTries },
  )
  return { ...made, facts, scorecardName: name, spoken }
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

function fail(
  context: Context,
  about: AboutEvaluation,
  failed: Failed,
  handOn: HandOn,
): Promise<Claimed | undefined> {
  return context.db.transaction(async (tx) => {
    await holdLine(tx, about.workspaceId)
    await setFailed(tx, about, { ...failed, at: context.now() })
    return handOn(tx)
  })
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
