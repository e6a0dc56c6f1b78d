import type { Context } from '../../context.ts'
import { selectSpoken } from '../conversations/index.ts'
import { evaluate } from '../evaluator/index.ts'
import { chooseScorecard } from '../scorecards/index.ts'
import { selectDescribedTrackers } from '../signals/index.ts'
import type { Outcome } from './finish-evaluation.ts'
import { selectConversationFacts } from './queries.ts'
import type { Claimed } from './work-queries.ts'

/** Tries of the model, over about half a minute; then the built-in evaluator does it. */
export const maxTries = 4

type Making = {
  readonly workspaceId: string
  readonly claimed: readonly Claimed[]
  readonly signal: AbortSignal
}

/** Undefined: nothing was said, or it is gone. */
export type Attempt = {
  readonly claimed: Claimed
  readonly outcome: Outcome | undefined
  readonly error?: unknown
}

/** Makes evaluations, outside of any transaction: a model may take minutes. */
export async function makeEvaluations(context: Context, making: Making): Promise<Attempt[]> {
  const { db, llm } = context
  const { workspaceId, claimed, signal } = making
  const ids = claimed.map(({ conversationId }) => conversationId)
  const facts = await selectConversationFacts(db, workspaceId, ids)
  const spoken = await selectSpoken(db, workspaceId, ids)
  const means: Means = {
    scorecardOf: openScorecards(context, workspaceId),
    // Without a model nobody would read them.
    trackers: llm && (await selectDescribedTrackers(db, workspaceId)),
    llm,
    signal,
  }
  const attempts: Attempt[] = []
  for (const one of claimed) {
    const known = facts.find(({ id }) => id === one.conversationId)
    const said = spoken.find(({ conversationId }) => conversationId === one.conversationId)
    try {
      const outcome = known && said && (await makeOutcome(means, one, known, said))
      attempts.push({ claimed: one, outcome })
    } catch (error) {
      attempts.push({ claimed: one, outcome: undefined, error })
    }
  }
  return attempts
}

type Means = {
  readonly scorecardOf: ReturnType<typeof openScorecards>
  readonly trackers: Awaited<ReturnType<typeof selectDescribedTrackers>> | undefined
  readonly llm: Context['llm']
  readonly signal: AbortSignal
}

async function makeOutcome(
  { scorecardOf, trackers, llm, signal }: Means,
  claimed: Claimed,
  facts: Outcome['facts'],
  spoken: Outcome['spoken'],
): Promise<Outcome | undefined> {
  if (spoken.segments.length === 0) return undefined
  const { name: scorecardName, content: scorecard } = await scorecardOf(claimed)
  const { kind, startedAt, timeZone } = facts
  const { segments, speakers, language, timing, durationMs } = spoken
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
      trackers,
      durationMs: durationMs ?? undefined,
    },
    { llm, signal, willRetry: claimed.attempts < maxTries },
  )
  return { ...made, claimed, facts, scorecardName, scorecard, spoken }
}

/** Many are made with the same. */
function openScorecards(context: Context, workspaceId: string) {
  const chosen = new Map<string, ReturnType<typeof chooseScorecard>>()
  return ({ scorecardId, scorecardVersion: version }: Claimed) => {
    const key = `${scorecardId} ${version}`
    const known = chosen.get(key)
    if (known) return known
    const wish = { workspaceId, kind: 'call' as const, scorecardId, version }
    const choosing = chooseScorecard(context, wish)
    chosen.set(key, choosing)
    return choosing
  }
}
