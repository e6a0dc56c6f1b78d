import { z } from 'zod'
import { criterionKinds, talkTypes } from './scorecard-fields.ts'

// What an evaluation says about one conversation, whoever made it: the built-in evaluator, a language
// model, or a person who corrected either.

const share = z.number().min(0).max(1)

export const Evidence = z
  .object({
    quote: z.string().describe('Word for word from the transcript.'),
    segment: z.int().min(0).describe('Position of the segment in the transcript.'),
    start_ms: z.int().min(0).describe('Where the segment begins, in ms from the beginning.'),
    speaker: z.int().min(1).describe('Number of the speaker in the transcript.'),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.infer<typeof Evidence>

/** Only a claim that something is absent has no evidence. */
const evidence = z
  .array(Evidence)
  .describe('Where it was said; empty when the claim is that it was not.')

export const conversationOutcomes = [
  'closed_won',
  'closed_lost',
  'follow_up_required',
  'no_show',
  'qualified',
  'not_qualified',
] as const
export const ConversationOutcome = z
  .enum(conversationOutcomes)
  .describe(
    'closed_won: agreed to buy. closed_lost: refused. follow_up_required: open, or a next contact was agreed. no_show: nobody was reached. qualified: need and means were said, with no next contact agreed. not_qualified: not somebody to sell to (wrong person, wrong number, already a customer).',
  )
export type ConversationOutcome = z.infer<typeof ConversationOutcome>

export const objectionTypes = [
  'price',
  'timing',
  'need',
  'trust',
  'competition',
  'decision',
  'other',
] as const
export const ObjectionType = z.enum(objectionTypes)
export type ObjectionType = z.infer<typeof ObjectionType>

export const nextStepKinds = [
  'meeting',
  'call_back',
  'send_information',
  'send_contract',
  'payment',
  'onboarding',
  'ask_other',
  'try_again',
  'other',
] as const
export const NextStepKind = z
  .enum(nextStepKinds)
  .describe('ask_other: turn to somebody else. try_again: nobody was reached.')
export type NextStepKind = z.infer<typeof NextStepKind>

export const signalKinds = [
  'pricing',
  'competitor',
  'objection',
  'buying_intent',
  'decision_maker',
  'budget',
  'timeline',
  'risk',
  'next_meeting',
  'opt_out_request',
] as const
export const SignalKind = z.enum(signalKinds)
export type SignalKind = z.infer<typeof SignalKind>

const due = z.iso.date().nullable().describe('Calendar date in the time zone of the workspace.')

export const CriterionAnswer = z
  .object({
    key: z.string().describe('Of the criterion in the scorecard.'),
    name: z.string(),
    kind: z.enum(criterionKinds),
    weight: z.number().min(0).max(100),
    applies: z.boolean().describe('False: the criterion is for other talks, and does not count.'),
    answer: z
      .union([z.boolean(), z.number(), z.string(), z.null()])
      .describe(
        'boolean: true or false. scale: 0 to its maximum. percentage: 0 to 100. text: words. null: could not be told.',
      ),
    score: share.nullable().describe('The answer as a share of the best; null does not count.'),
    comment: z.string().nullable(),
    evidence,
  })
  .meta({ id: 'CriterionAnswer' })
export type CriterionAnswer = z.infer<typeof CriterionAnswer>

export const StageNote = z
  .object({
    key: z.string(),
    name: z.string(),
    note: z.number().min(0).max(10).nullable().describe('0 to 10; null: could not be told.'),
    share_of_time: z
      .number()
      .min(0)
      .max(100)
      .describe('Percent of the talk; the stages of one talk add up to 100, or to 0.'),
    start_ms: z.int().min(0).nullable(),
    end_ms: z.int().min(0).nullable(),
    comment: z.string().nullable(),
    validated: z.boolean().describe('Whether the note is above 5.'),
    evidence,
  })
  .meta({ id: 'StageNote' })
export type StageNote = z.infer<typeof StageNote>

export const Objection = z
  .object({
    type: ObjectionType,
    quote: z.string(),
    treatment: z.string().nullable().describe('What the rep answered; null: nothing.'),
    handled: z.boolean().describe('Whether the customer went on after it.'),
    comment: z.string().nullable(),
    evidence,
  })
  .meta({ id: 'Objection' })
export type Objection = z.infer<typeof Objection>

export const Signal = z
  .object({
    kind: SignalKind,
    objection_type: ObjectionType.nullable().describe('Of an objection.'),
    quote: z.string(),
    segment: z.int().min(0),
    start_ms: z.int().min(0),
    speaker: z.int().min(1),
    confidence: share,
    source: z.enum(['built_in', 'llm']),
  })
  .meta({ id: 'Signal' })
export type Signal = z.infer<typeof Signal>

const leadNote = z.object({
  note: z.int().min(1).max(10).nullable().describe('Null: nothing was said about it.'),
  evidence,
})

export const LeadScore = z
  .object({
    score: z.int().min(1).max(10).nullable(),
    quality: z.enum(['hot', 'warm', 'cold']).nullable(),
    interest: leadNote,
    financial_capacity: leadNote,
    urgency: leadNote,
    decision_power: leadNote,
    recommendation: z.string().nullable(),
  })
  .meta({ id: 'LeadScore' })
export type LeadScore = z.infer<typeof LeadScore>

export const FollowUp = z
  .object({
    date: z.iso.date().describe('In the time zone of the workspace.'),
    time: z
      .string()
      .regex(/^\d{2}:\d{2}$/)
      .nullable()
      .describe('Local time; null when none was said.'),
    at: z.iso.datetime().nullable().describe('The same as a moment; null without a time.'),
    source: z
      .enum(['spoken', 'rule', 'person'])
      .describe(
        'spoken: agreed in the talk. rule: so many days after it, by the outcome. person: somebody corrected it.',
      ),
    evidence,
  })
  .meta({ id: 'FollowUp' })
export type FollowUp = z.infer<typeof FollowUp>

const said = { text: z.string(), evidence }

export const NextStep = z.object({
  ...said,
  kind: NextStepKind,
  owner_speaker: z.int().min(1).nullable().describe('Who is to do it; null: not said.'),
  due,
})
export type NextStep = z.infer<typeof NextStep>

export const ActionItem = z.object({
  ...said,
  owner_speaker: z.int().min(1).nullable(),
  due,
})
export type ActionItem = z.infer<typeof ActionItem>

export const Improvement = z.object({
  ...said,
  quote: z.string().nullable().describe('What was said; null when something was left out.'),
  better: z.string().describe('Wording that would have served better.'),
})
export type Improvement = z.infer<typeof Improvement>

export const EvaluationContent = z
  .object({
    language: z.string().nullable().describe('ISO 639-1 of the talk.'),
    talk_type: z.enum(talkTypes),
    summary: z.object(said),
    outcome: z.object({
      value: ConversationOutcome,
      reason: z.string(),
      confidence: share,
      evidence,
    }),
    score: z.number().min(0).max(100).nullable().describe('Null when no criterion could be told.'),
    criteria: z.array(CriterionAnswer),
    stages: z.array(StageNote).describe('Empty when the scorecard has no stages.'),
    objections: z.array(Objection),
    strengths: z.array(z.object(said)),
    improvements: z.array(Improvement),
    next_steps: z.array(NextStep).describe('What was agreed, the most binding first.'),
    suggested_steps: z
      .array(z.string())
      .describe('What usually comes after such an outcome; nobody said it.'),
    action_items: z.array(ActionItem),
    follow_up: FollowUp.nullable(),
    commitments: z.array(z.object({ ...said, speaker: z.int().min(1) })),
    signals: z.array(Signal),
    lead: LeadScore,
  })
  .meta({ id: 'EvaluationContent' })
export type EvaluationContent = z.infer<typeof EvaluationContent>

/** Who made an evaluation, and what it took. */
export const EvaluationEngine = z
  .object({
    kind: z.enum(['built_in', 'llm']).describe('built_in: rules and word lists, no model.'),
    name: z.string().describe('Name of the provider, or `built-in`.'),
    model: z.string().nullable().describe('As the provider names what answered.'),
    version: z.string().describe('Of the prompt, or of the built-in rules.'),
    requests: z.int().min(0),
    input_tokens: z.int().min(0),
    output_tokens: z.int().min(0),
    cost_usd: z.number().min(0).nullable().describe('As the provider tells it, or by LLM_PRICES.'),
    fallback_reason: z
      .string()
      .nullable()
      .describe('Why the built-in evaluator stepped in for the model; null when it did not.'),
  })
  .meta({ id: 'EvaluationEngine' })
export type EvaluationEngine = z.infer<typeof EvaluationEngine>
