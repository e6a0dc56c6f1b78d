import { z } from 'zod'
import { eventType } from './event-type.ts'

const Agent = z.object({
  id: z.uuid().describe('Also the subject of the event.'),
  name: z.string(),
  type: z.enum(['Single Prompt', 'Flow Agent']),
  language: z.string().describe('Code of the language it speaks, such as en.'),
  version: z.int().describe('Number of the newest version.'),
  live_version: z.int().describe('Number of the version that calls are held with.'),
  updated_at: z.iso.datetime(),
})

const agent = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f72',
  name: 'Reception',
  type: 'Single Prompt',
  language: 'en',
  version: 4,
  live_version: 3,
  updated_at: '2026-03-02T09:15:00.000Z',
} as const

const data = z.object({ agent: Agent })

/** What becomes of voice agents. */
export const agentEvents = [
  eventType({
    name: 'agent.created',
    description: 'A voice agent was made, copied or imported.',
    data,
    example: { agent: { ...agent, version: 1, live_version: 1 } },
  }),
  eventType({
    name: 'agent.updated',
    description: 'A voice agent was saved, and so has a new version.',
    data,
    example: { agent },
  }),
  eventType({
    name: 'agent.published',
    description: 'Another version of a voice agent was made live, or live follows saves again.',
    data,
    example: { agent },
  }),
  eventType({
    name: 'agent.deleted',
    description: 'A voice agent was deleted.',
    data,
    example: { agent },
  }),
] as const
