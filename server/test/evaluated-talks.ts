import type { EvaluationInput } from '../src/modules/evaluator/index.ts'
import type { ModelAnswer } from '../src/modules/evaluator/model-answer.ts'
import { builtInContent } from '../src/modules/scorecards/index.ts'

type Turn = readonly ['R' | 'C', string]

/** A call on Tuesday 3 March 2026 at ten in Paris, five seconds a turn. */
export function talkOf(
  turns: readonly Turn[],
  more: Partial<EvaluationInput> = {},
): EvaluationInput {
  return {
    segments: turns.map(([who, text], position) => ({
      position,
      speaker: who === 'R' ? 1 : 2,
      startMs: position * 5_000,
      endMs: position * 5_000 + 4_500,
      text,
    })),
    speakers: [
      { number: 1, name: 'Rep', kind: 'rep' },
      { number: 2, name: 'Customer', kind: 'customer' },
    ],
    kind: 'call',
    startedAt: '2026-03-03T09:00:00.000Z',
    timeZone: 'Europe/Paris',
    scorecard: builtInContent('bant'),
    ...more,
  }
}

/** A model's answer that claims nothing but what is given. */
export function answerOf(claims: Partial<ModelAnswer> = {}): ModelAnswer {
  const unknown = { note: null, quotes: [] }
  return {
    talk_type: 'sales',
    summary: { text: 'They spoke.', quotes: [] },
    outcome: { value: 'follow_up_required', reason: 'Open.', confidence: 0.9, quotes: [] },
    criteria: [],
    stages: [],
    objections: [],
    strengths: [],
    improvements: [],
    next_steps: [],
    action_items: [],
    follow_up: null,
    commitments: [],
    signals: [],
    tracked: [],
    lead: {
      score: null,
      interest: unknown,
      financial_capacity: unknown,
      urgency: unknown,
      decision_power: unknown,
      recommendation: null,
    },
    ...claims,
  }
}
