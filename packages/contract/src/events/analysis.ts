import { z } from 'zod'
import { ConversationOutcome } from '../analysis/evaluation.ts'
import { ConversationComment } from '../analysis/comments.ts'
import { ConversationSignal, ToldConversation } from '../analysis/signals.ts'
import { shownId } from '../fields.ts'
import { eventType } from './event-type.ts'

const conversation = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02',
  kind: 'call',
  title: 'Quote review with Lumen',
  owner_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e15',
  contact_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e11',
  company_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e12',
  deal_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e13',
} as const

const signal = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f81',
  conversation_id: conversation.id,
  kind: 'competitor',
  objection_type: null,
  tracker_id: null,
  tracker_name: null,
  quote: 'We also have an offer from somebody else.',
  segment: 41,
  start_ms: 184_200,
  speaker: 2,
  speaker_name: 'Nadia Okafor',
  confidence: 0.7,
  source: 'built_in',
  status: 'detected',
  decided_by: null,
  decided_at: null,
  created_at: '2026-03-02T09:40:00.000Z',
} as const

const decided = {
  decided_by: conversation.owner_id,
  decided_at: '2026-03-02T10:05:00.000Z',
} as const

const data = z.object({ conversation: ToldConversation, signal: ConversationSignal })

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
    description: 'Something worth knowing was found in a conversation.',
    data,
    example: { conversation, signal },
  }),
  eventType({
    name: 'signal.confirmed',
    description: 'Somebody confirmed a signal, or added one.',
    data,
    example: { conversation, signal: { ...signal, ...decided, status: 'confirmed' } },
  }),
  eventType({
    name: 'signal.dismissed',
    description: 'Somebody said that a signal is none.',
    data,
    example: { conversation, signal: { ...signal, ...decided, status: 'dismissed' } },
  }),
  eventType({
    name: 'conversation.commented',
    description:
      'Somebody commented on a conversation, or changed a comment so that it mentions somebody else too.',
    data: z.object({
      conversation: ToldConversation,
      comment: ConversationComment,
      mentioned_user_ids: z
        .array(shownId)
        .describe('Those who have not been told of the mention yet.'),
    }),
    example: {
      conversation,
      comment: {
        id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f91',
        conversation_id: conversation.id,
        text: `Listen to this, @${conversation.owner_id}.`,
        at_ms: 184_200,
        author_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e16',
        author_name: 'Grace Hopper',
        mentioned_user_ids: [conversation.owner_id],
        created_at: '2026-03-02T10:00:00.000Z',
        edited_at: null,
      },
      mentioned_user_ids: [conversation.owner_id],
    },
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
