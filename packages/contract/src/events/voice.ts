import { z } from 'zod'
import { CallChannel, CallDirection, EndStatus } from '../agent-calls/call.ts'
import { eventType } from './event-type.ts'

const moment = z.iso.datetime()

const LiveCall = z.object({
  id: z.uuid().describe('Also the subject of the event.'),
  agent_id: z.uuid().nullable().describe('The voice agent that speaks.'),
  agent_name: z.string().nullable(),
  channel: CallChannel,
  direction: CallDirection,
  from_number: z.string().nullable().describe('As +CCNNN where it is one.'),
  to_number: z.string().nullable(),
  contact_id: z.uuid().nullable(),
  conversation_id: z.uuid().nullable().describe('The same as the id of the call.'),
  campaign_id: z.uuid().nullable(),
  webhook_id: z.uuid().nullable().describe('The address that came with the call, if any.'),
  started_at: moment,
  params: z.record(z.string(), z.unknown()).describe('Parameters the call was started with.'),
})

const call = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f71',
  agent_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f72',
  agent_name: 'Reception',
  channel: 'Telephone',
  direction: 'outbound',
  from_number: '+442079460000',
  to_number: '+442079460958',
  contact_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e11',
  conversation_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f71',
  campaign_id: null,
  webhook_id: null,
  started_at: '2026-03-02T09:15:00.000Z',
  params: { order: 'A-1042' },
} as const

/** What happens in calls while a voice agent speaks. */
export const voiceEvents = [
  eventType({
    name: 'call.started',
    description: 'A call with a voice agent began: it rings, or a page connected.',
    data: z.object({ call: LiveCall }),
    example: { call },
  }),
  eventType({
    name: 'call.answered',
    description: 'Somebody took the call.',
    data: z.object({
      call: LiveCall.extend({
        answered_at: moment,
        answered_by: z.enum(['human', 'machine', 'unknown']),
        ring_seconds: z.number().describe('How long it rang.'),
      }),
    }),
    example: {
      call: {
        ...call,
        answered_at: '2026-03-02T09:15:08.200Z',
        answered_by: 'human',
        ring_seconds: 8.2,
      },
    },
  }),
  eventType({
    name: 'call.ended',
    description: 'A call with a voice agent ended, in whatever way.',
    data: z.object({
      call: LiveCall.extend({
        answered_at: moment.nullable(),
        ended_at: moment,
        status: EndStatus,
        duration_seconds: z.number().describe('From the answer to the end; 0 without an answer.'),
        end_reason: z.string().describe('Such as hangup, transfer, no_answer, busy or failed.'),
        recording_id: z.uuid().nullable(),
        recording_url: z.string().nullable().describe('Plays without a key for 30 days.'),
        cost: z.number().nullable(),
        tokens: z.int().nullable(),
        outcome: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe('What the agent was asked to find out.'),
        transcript: z.array(
          z.object({
            speaker: z.enum(['agent', 'user']),
            text: z.string(),
            at: moment,
            gender: z.string().nullable().optional(),
          }),
        ),
      }),
    }),
    example: {
      call: {
        ...call,
        answered_at: '2026-03-02T09:15:08.200Z',
        ended_at: '2026-03-02T09:18:40.000Z',
        status: 'COMPLETED',
        duration_seconds: 211.8,
        end_reason: 'hangup',
        recording_id: null,
        recording_url: null,
        cost: null,
        tokens: 812,
        outcome: { wants_quote: true },
        transcript: [
          { speaker: 'agent', text: 'Hello, this is Acme.', at: '2026-03-02T09:15:09.000Z' },
          { speaker: 'user', text: 'I would like a quote.', at: '2026-03-02T09:15:12.400Z' },
        ],
      },
    },
  }),
  eventType({
    name: 'transcription.update',
    description: 'Somebody said something in a call with a voice agent.',
    data: z.object({
      call: LiveCall,
      transcription: z.object({
        id: z.uuid().describe('Of the utterance, also the subject of the event.'),
        speaker: z.enum(['agent', 'user']),
        text: z.string(),
        is_final: z.boolean().describe('False: the same utterance comes again with more.'),
        at: moment,
        gender: z.string().nullable().optional().describe('Of the user, where it was found out.'),
      }),
    }),
    example: {
      call,
      transcription: {
        id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f73',
        speaker: 'user',
        text: 'I would like a quote.',
        is_final: true,
        at: '2026-03-02T09:15:12.400Z',
      },
    },
  }),
  eventType({
    name: 'tool.executed',
    description: 'A voice agent used a tool during a call.',
    data: z.object({
      call: LiveCall,
      tool: z.object({
        id: z.uuid().describe('Of this use, also the subject of the event.'),
        name: z.string(),
        input: z.unknown(),
        output: z.unknown().describe('What the tool answered, or why it failed.'),
        succeeded: z.boolean(),
        duration_ms: z.number(),
      }),
    }),
    example: {
      call,
      tool: {
        id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f74',
        name: 'look_up_order',
        input: { order: 'A-1042' },
        output: { status: 'shipped' },
        succeeded: true,
        duration_ms: 182,
      },
    },
  }),
] as const
