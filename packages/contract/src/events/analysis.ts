import { z } from 'zod'
import { ConversationOutcome } from '../analysis/evaluation.ts'
import { shownId } from '../fields.ts'
import { eventType } from './event-type.ts'

const ToldConversation = z.object({
  id: z.uuid(),
  kind: z.enum(['call', 'meeting', 'recording', 'agent_call']),
  title: z.string().nullable(),
  owner_id: z.uuid(),
  contact_id: z.uuid().nullable(),
  company_id: z.uuid().nullable(),
  deal_id: z.uuid().nullable(),
})

const conversation = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02',
  kind: 'call',
  title: 'Quote review with Lumen',
  owner_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e15',
  contact_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e11',
  company_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e12',
  deal_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e13',
} as const

const Signal = z.object({
  id: z.uuid().describe('Also the subject of the event.'),
  kind: z.string().describe('Such as objection, competitor, buying_intent or commitment.'),
  text: z.string().describe('What the signal is, in a sentence.'),
  quote: z.string().nullable().describe('What was said, word for word.'),
  speaker: z.string().nullable(),
  start_ms: z.int().nullable().describe('Where in the conversation, in milliseconds.'),
  confidence: z.number().nullable().describe('0 to 1.'),
  status: z.enum(['detected', 'confirmed', 'dismissed']),
})

const signal = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f81',
  kind: 'competitor',
  text: 'They compare us with another supplier.',
  quote: 'We also have an offer from somebody else.',
  speaker: 'Nadia Okafor',
  start_ms: 184_200,
  confidence: 0.87,
  status: 'detected',
} as const

const data = z.object({ conversation: ToldConversation, signal: Signal })

/** What is found out about conversations. */
export const analysisEvents = [
  eventType({
    name: 'conversation.measured',
    description:
      'The metrics of a conversation were computed for the first time, or came out differently.',
    data: z.object({
      conversation_id: shownId,
      transcript_id: shownId,
    }),
    example: {
      conversation_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02',
      transcript_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01',
    },
  }),
  eventType({
    name: 'signal.detected',
    isComing: true,
    description: 'Something worth knowing was found in a conversation.',
    data,
    example: { conversation, signal },
  }),
  eventType({
    name: 'signal.confirmed',
    isComing: true,
    description: 'Somebody confirmed a signal.',
    data,
    example: { conversation, signal: { ...signal, status: 'confirmed' } },
  }),
  eventType({
    name: 'signal.dismissed',
    isComing: true,
    description: 'Somebody said that a signal is none.',
    data,
    example: { conversation, signal: { ...signal, status: 'dismissed' } },
  }),
  eventType({
    name: 'conversation.evaluated',
    description:
      'A conversation was evaluated: scored, summed up, its next steps found. Announced again when somebody corrects it.',
    data: z.object({
      conversation: ToldConversation,
      evaluation: z.object({
        id: z.uuid(),
        scorecard_id: z.uuid(),
        template: z.string().describe('Name of the scorecard.'),
        template_version: z.int(),
        evaluator: z.string().describe('What made it: a model, or the built-in rules.'),
        is_current: z.boolean().describe('Whether it is the one that counts.'),
        corrected_by: z
          .uuid()
          .nullable()
          .describe('Who corrected it just now; null when it was just made.'),
        score: z.number().nullable().describe('0 to 100.'),
        outcome: ConversationOutcome,
        summary: z.string(),
        next_steps: z.array(z.string()),
        follow_up_date: z.iso.date().nullable(),
      }),
    }),
    example: {
      conversation,
      evaluation: {
        id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f82',
        scorecard_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f83',
        template: 'Discovery call',
        template_version: 3,
        evaluator: 'built-in rules',
        is_current: true,
        corrected_by: null,
        score: 72,
        outcome: 'follow_up_required',
        summary: 'Nadia compares two suppliers and wants a quote for 40 seats.',
        next_steps: ['Send a quote for 40 seats'],
        follow_up_date: '2026-03-06',
      },
    },
  }),
] as const
