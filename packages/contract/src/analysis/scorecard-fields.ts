import { z } from 'zod'
import { optionalText, text } from '../fields.ts'

export const criterionKinds = ['boolean', 'scale', 'percentage', 'text'] as const

export const talkTypes = [
  'sales',
  'discovery',
  'demo',
  'follow_up',
  'support',
  'internal',
  'other',
] as const
export const TalkType = z.enum(talkTypes, `must be one of ${talkTypes.join(', ')}.`)
export type TalkType = z.infer<typeof TalkType>

export const conversationKinds = ['call', 'meeting', 'recording', 'agent_call'] as const
export const ConversationKind = z.enum(
  conversationKinds,
  `must be one of ${conversationKinds.join(', ')}.`,
)
export type ConversationKind = z.infer<typeof ConversationKind>

/** What the built-in evaluator can look for by itself. */
export const measures = [
  'duration',
  'external_present',
  'objectives',
  'quality',
  'greeting',
  'agenda',
  'situation',
  'pain',
  'impact',
  'urgency',
  'budget',
  'transition',
  'pitch',
  'value',
  'objection_handling',
  'closing',
  'payment',
  'next_step',
  'decision_maker',
  'decision_process',
  'decision_criteria',
  'champion',
  'competition',
  'timeline',
  'open_questions',
  'listening',
] as const
export const CriterionMeasure = z.enum(measures, `must be one of ${measures.join(', ')}.`)
export type CriterionMeasure = z.infer<typeof CriterionMeasure>

export const scorecardLimits = {
  criteria: 50,
  stages: 30,
  phrases: 50,
  scorecards: 200,
} as const

const key = z
  .string('must be text.')
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'must be lower-case letters, digits and underscores.')

const lookFor = {
  guidance: optionalText(2_000).describe('What to look for, in words: read by people and models.'),
  measure: CriterionMeasure.nullish().describe(
    'What the built-in evaluator goes by; without it and without phrases it leaves it open.',
  ),
  phrases: z
    .array(text(200))
    .max(scorecardLimits.phrases, 'must list at most 50 phrases.')
    .optional()
    .describe('Words that show it, in any language; the built-in evaluator looks for these.'),
}

/** A criterion as it is written. */
export const NewCriterion = z
  .object({
    key: key.optional().describe('Stays the same when the name changes. Default: from the name.'),
    name: text(200),
    kind: z.enum(criterionKinds, `must be one of ${criterionKinds.join(', ')}.`),
    weight: z
      .number('must be a number.')
      .min(0, 'must be from 0 to 100.')
      .max(100, 'must be from 0 to 100.')
      .optional()
      .describe('Against the other weights; 0 does not count. Text never counts. Default 10.'),
    max: z
      .int('must be a whole number.')
      .min(1, 'must be from 1 to 100.')
      .max(100, 'must be from 1 to 100.')
      .optional()
      .describe('Best value of a scale. Default 5.'),
    talk_types: z
      .array(TalkType)
      .max(talkTypes.length, 'must list each once.')
      .optional()
      .describe('Types of talk it applies to; none means all.'),
    conversation_kinds: z
      .array(ConversationKind)
      .max(conversationKinds.length, 'must list each once.')
      .optional()
      .describe('Kinds of conversation it applies to; none means all.'),
    ...lookFor,
  })
  .meta({ id: 'NewCriterion' })
export type NewCriterion = z.infer<typeof NewCriterion>

export const NewStage = z
  .object({
    key: key.optional(),
    name: text(200),
    ...lookFor,
  })
  .meta({ id: 'NewStage' })
export type NewStage = z.infer<typeof NewStage>

const shownLookFor = {
  guidance: z.string().nullable(),
  measure: CriterionMeasure.nullable(),
  phrases: z.array(z.string()),
}

export const Criterion = z
  .object({
    key: z.string(),
    name: z.string(),
    kind: z.enum(criterionKinds),
    weight: z.number(),
    max: z.int().nullable().describe('Of a scale; null for the other kinds.'),
    talk_types: z.array(TalkType),
    conversation_kinds: z.array(ConversationKind),
    ...shownLookFor,
  })
  .meta({ id: 'Criterion' })
export type Criterion = z.infer<typeof Criterion>

export const ScorecardStage = z
  .object({ key: z.string(), name: z.string(), ...shownLookFor })
  .meta({ id: 'ScorecardStage' })
export type ScorecardStage = z.infer<typeof ScorecardStage>

/** How the outcome is told where the words decide nothing. */
export const outcomeRules = ['evidence', 'traditional'] as const

/** What one version of a scorecard consists of. */
export const ScorecardContent = z
  .object({
    criteria: z.array(Criterion),
    stages: z.array(ScorecardStage),
    language: z.enum(['en', 'fr']).nullable().describe('Of comments; null: as in the talk.'),
    outcome_rule: z
      .enum(outcomeRules)
      .describe(
        'traditional: where the words decide nothing, their tone and the duration do, and every outcome has a follow-up date.',
      ),
    scored_talk_types: z.array(TalkType).describe('Others get no score; none means all are.'),
    guidance: z.string().nullable().describe('For the whole evaluation: read by models.'),
  })
  .meta({ id: 'ScorecardContent' })
export type ScorecardContent = z.infer<typeof ScorecardContent>
