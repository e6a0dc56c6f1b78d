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
  // Without a model nobody would read them.
  const trackers = llm && (await selectDescribedTrackers(db, workspaceId))
  const scorecardOf = openScorecards(context, workspaceId)
  const attempts: Attempt[] = []
  for (const one of claimed) {
    const { conversationId: id, attempts: tries } = one
    const known = facts.find((fact) => fact.id === id)
    const said = spoken.find(({ conversationId }) => conversationId === id)
    if (!known || !said || said.segments.length === 0) {
      attempts.push({ claimed: one, outcome: undefined })
      continue
    }
    try {
      const { name: scorecardName, content: scorecard } = await scorecardOf(one)
      const { kind, startedAt, timeZone } = known
      const { durationMs, ...talk } = said
      const made = await evaluate(
        {
          ...{ segments: talk.segments, speakers: talk.speakers },
          ...{ language: talk.language, timing: talk.timing },
          ...{ kind, startedAt, timeZone, scorecard, trackers },
          durationMs: durationMs ?? undefined,
        },
        { llm, signal, willRetry: tries < maxTries },
      )
      const outcome = { ...made, claimed: one, facts: known, scorecardName, spoken: said }
      attempts.push({ claimed: one, outcome })
    } catch (error) {
      attempts.push({ claimed: one, outcome: undefined, error })
    }
  }
  return attempts
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
