import { z } from 'zod'
import { knowledgeFailures, knowledgeStatuses, knowledgeTypes } from '../knowledge/items.ts'
import { eventType } from './event-type.ts'

const KnowledgeFact = z.object({
  id: z.uuid().describe('Also the subject of the event.'),
  name: z.string(),
  type: z.enum(knowledgeTypes),
  status: z.enum(knowledgeStatuses),
  failure: z
    .object({ code: z.enum(knowledgeFailures), message: z.string() })
    .nullable()
    .describe('Why it failed.'),
  size_bytes: z.int().describe('What it takes of the quota.'),
  words: z.int(),
  passages: z.int().describe('What a search can find of it.'),
  created_by: z.uuid().nullable(),
  created_at: z.iso.datetime(),
})

const waiting = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f81',
  name: 'Price list',
  type: 'FILE',
  status: 'PROCESSING',
  failure: null,
  size_bytes: 184_320,
  words: 0,
  passages: 0,
  created_by: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e15',
  created_at: '2026-03-02T09:15:00.000Z',
} as const
const processed = { ...waiting, status: 'PROCESSED', words: 2_140, passages: 18 } as const

const data = z.object({ knowledge_item: KnowledgeFact })

/** What happens to the things that voice agents look up. */
export const knowledgeEvents = [
  eventType({
    name: 'knowledge_item.created',
    description: 'A text, a file or addresses were added to the knowledge base.',
    data,
    example: { knowledge_item: waiting },
  }),
  eventType({
    name: 'knowledge_item.processed',
    description: 'An item of the knowledge base can be found by searches, as it is now.',
    data,
    example: { knowledge_item: processed },
  }),
  eventType({
    name: 'knowledge_item.failed',
    description: 'An item of the knowledge base could not be fetched or read; failure says why.',
    data,
    example: {
      knowledge_item: {
        ...waiting,
        status: 'FAILED',
        failure: { code: 'encrypted', message: 'The PDF needs a password.' },
      },
    },
  }),
  eventType({
    name: 'knowledge_item.deleted',
    description: 'An item of the knowledge base was deleted, with all that was read of it.',
    data,
    example: { knowledge_item: processed },
  }),
] as const
