import { z } from 'zod'
import { callOutcomes, recipientStatuses } from '../campaigns/outcomes.ts'
import { eventType } from './event-type.ts'

const counts = <const Names extends readonly string[]>(names: Names) =>
  z.object(
    Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Names[number], z.ZodInt>,
  )

const data = z.object({
  campaign: z.object({
    id: z.uuid().describe('Also the subject of the event.'),
    name: z.string(),
    agent_id: z.uuid().nullable(),
    recipients: counts(recipientStatuses),
    outcomes: counts(callOutcomes),
  }),
})

const campaign = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0fa1',
  name: 'Renewals in March',
  agent_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f72',
  recipients: {
    PENDING: 412,
    QUEUED: 0,
    IN_PROGRESS: 3,
    COMPLETED: 310,
    FAILED: 58,
    SKIPPED: 17,
    CANCELLED: 0,
  },
  outcomes: {
    answered: 310,
    voicemail: 72,
    busy: 31,
    no_answer: 120,
    declined: 14,
    blocked: 1,
    invalid: 6,
    failed: 2,
  },
}

const example = { campaign }

/** What happens to campaigns, and to whom they may not call. */
export const campaignEvents = [
  eventType({
    name: 'campaign.started',
    description: 'A campaign began to call, or went on after a pause.',
    data,
    example,
  }),
  eventType({
    name: 'campaign.paused',
    description: 'A campaign begins no further calls: somebody paused it, or the carrier fails.',
    data: data.extend({
      reason: z
        .enum(['user', 'carrier_failures', 'carrier_account', 'agent_missing', 'number_missing'])
        .describe('carrier_account: no credit, or the carrier does not accept the account.'),
    }),
    example: { ...example, reason: 'carrier_failures' },
  }),
  eventType({
    name: 'campaign.completed',
    description: 'Nobody of the campaign waits for a call any more.',
    data,
    example,
  }),
  eventType({
    name: 'campaign.cancelled',
    description: 'Somebody ended a campaign.',
    data,
    example,
  }),
  eventType({
    name: 'do_not_call.added',
    description:
      'A number may not be called any more, because whoever has it said so in a call, or because it was listed. Of an import there is one event.',
    data: z.object({
      do_not_call: z.object({
        id: z.uuid().describe('Also the subject of the event; of an import, of its first entry.'),
        phone_number: z.string(),
        campaign_id: z.uuid().nullable().describe('Null: for the whole workspace.'),
        source: z.enum(['manual', 'import', 'opt_out']),
        call_id: z.uuid().nullable(),
        count: z.int().describe('Numbers that were added together.'),
      }),
    }),
    example: {
      do_not_call: {
        id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0fa2',
        phone_number: '+442079460958',
        campaign_id: null,
        source: 'opt_out',
        call_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f71',
        count: 1,
      },
    },
  }),
] as const
