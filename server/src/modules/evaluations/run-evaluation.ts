import type { Context } from '../../context.ts'
import { findSpoken } from '../conversations/index.ts'
import { evaluate } from '../evaluator/index.ts'
import { chooseScorecard } from '../scorecards/index.ts'
import { selectDescribedTrackers } from '../signals/index.ts'
import { everything } from './begin-evaluation.ts'
import { finishEvaluation, type Outcome } from './finish-evaluation.ts'
import { findConversation } from './queries.ts'
import { type AboutEvaluation, startWaiting } from './queue.ts'
import { type Claimed, claim, holdLine, setFailed, takeBackLost } from './work-queries.ts'

/** Tries of the model, over about half a minute; then the built-in evaluator does it. */
const maxTries = 4
/** An evaluation that was begun more often, by processes that died of it, is given up. */
const maxStarts = 8

/**
 * Makes one evaluation. Whatever runs twice or dies in between, it is finished once: what is found is
 * stored, with all that follows, if and only if the evaluation is still being made.
 */
export async function runEvaluation(
  context: Context,
  about: AboutEvaluation,
  { signal, attempt }: { readonly signal: AbortSignal; readonly attempt: number },
): Promise<void> {
  const claimed = await takeUp(context, about, attempt > 1)
  if (!claimed) return
  try {
    if (claimed.attempts > maxStarts) throw new Error('It was begun too often.')
    const outcome = await make(context, { about, claimed, signal })
    if (outcome) await finishEvaluation(context, { about, claimed, outcome })
    else await fail(context, about, noTranscript)
  } catch (error) {
    // Stopped by the process: somebody goes on later.
    signal.throwIfAborted()
    if (claimed.attempts < maxTries) throw error
    context.log.error({ err: error, ...about }, 'an evaluation failed')
    await fail(context, about, internal)
  }
}

function takeUp(
  context: Context,
  about: AboutEvaluation,
  isRepeat: boolean,
): Promise<Claimed | undefined> {
  return context.db.transaction(async (tx) => {
    await holdLine(tx, about.workspaceId)
    const claimed = await claim(tx, about, { isRepeat, at: context.now() })
    if (!claimed) await startWaiting(tx, about.workspaceId)
    return claimed
  })
}

type Making = {
  readonly about: AboutEvaluation
  readonly claimed: Claimed
  readonly signal: AbortSignal
}

/** Outside of any transaction: a model may take minutes. Undefined when nothing was said. */
async function make(
  context: Context,
  { about: { workspaceId }, claimed, signal }: Making,
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

async function fail(context: Context, about: AboutEvaluation, failed: Failed): Promise<void> {
  await context.db.transaction(async (tx) => {
    await holdLine(tx, about.workspaceId)
    await setFailed(tx, about, { ...failed, at: context.now() })
    await startWaiting(tx, about.workspaceId)
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
