import {
  ConversationOutcome,
  NextStepKind,
  ObjectionType,
  SignalKind,
  TalkType,
} from '@parley/contract'
import { z } from 'zod'

// The shape in which a model is asked to answer: what it judges, and the passages it goes by. What can
// be computed (scores, shares of time, moments) is not asked for.

const Quote = z.object({
  segment: z.int().min(0).describe('Number n of the segment.'),
  text: z.string().describe('A short passage of it, word for word, in its own language.'),
})
export type Quote = z.infer<typeof Quote>

const quotes = z.array(Quote).describe('One to three passages; empty when it was not said.')
const confidence = z.number().min(0).max(1)
const owner = z.int().min(1).nullable().describe('Number of the speaker who is to do it, or null.')
const due = z
  .string()
  .nullable()
  .describe('YYYY-MM-DD, reckoned from the date of the conversation; null when none was said.')
const leadNote = z.object({ note: z.int().min(1).max(10).nullable(), quotes })

export const ModelAnswer = z.object({
  talk_type: TalkType,
  summary: z.object({ text: z.string().describe('Three to five sentences.'), quotes }),
  outcome: z.object({
    value: ConversationOutcome,
    reason: z.string().describe('One sentence.'),
    confidence,
    quotes,
  }),
  criteria: z.array(
    z.object({
      key: z.string(),
      answer: z
        .union([z.boolean(), z.number(), z.string(), z.null()])
        .describe('By the kind of the criterion; null when the talk does not tell.'),
      comment: z.string().nullable().describe('At most two sentences.'),
      quotes,
    }),
  ),
  stages: z.array(
    z.object({
      key: z.string(),
      note: z.number().min(0).max(10).nullable(),
      first_segment: z.int().min(0).nullable(),
      last_segment: z.int().min(0).nullable(),
      comment: z.string().nullable(),
      quotes,
    }),
  ),
  objections: z.array(
    z.object({
      type: ObjectionType,
      quote: Quote,
      treatment: z.string().nullable().describe('What the rep answered, in short.'),
      handled: z.boolean(),
      comment: z.string().nullable(),
    }),
  ),
  strengths: z.array(z.object({ text: z.string(), quotes })).describe('Three at most.'),
  improvements: z
    .array(
      z.object({
        text: z.string(),
        quote: Quote.nullable().describe('Null when something was left out.'),
        better: z.string().describe('What to say instead, word for word.'),
      }),
    )
    .describe('Three at most.'),
  next_steps: z
    .array(z.object({ kind: NextStepKind, text: z.string(), owner_speaker: owner, due, quotes }))
    .describe('Only what was agreed or promised; the most binding first.'),
  action_items: z.array(z.object({ text: z.string(), owner_speaker: owner, due, quotes })),
  follow_up: z
    .object({
      date: z.string().describe('YYYY-MM-DD.'),
      time: z.string().nullable().describe('HH:MM, 24 hours.'),
      quotes,
    })
    .nullable()
    .describe('When they speak again, as agreed; null when it was not.'),
  commitments: z.array(z.object({ text: z.string(), quote: Quote })),
  signals: z.array(
    z.object({
      kind: SignalKind,
      objection_type: ObjectionType.nullable(),
      quote: Quote,
      confidence,
    }),
  ),
  tracked: z
    .array(z.object({ tracker: z.int().min(1), quote: Quote, confidence }))
    .describe('Passages that the numbered descriptions of the company speak of.'),
  lead: z.object({
    score: z.int().min(1).max(10).nullable(),
    interest: leadNote,
    financial_capacity: leadNote,
    urgency: leadNote,
    decision_power: leadNote,
    recommendation: z.string().nullable(),
  }),
})
export type ModelAnswer = z.infer<typeof ModelAnswer>
