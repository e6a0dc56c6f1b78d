import { z } from 'zod'
import { id, shownId, text } from '../fields.ts'
import { knowledgeTypes } from './items.ts'

const maxPassages = 50

export const KnowledgeSearch = z
  .looseObject({
    query: text(1_000).describe('What is looked for, in the words of whoever asks.'),
    voiceAgentId: id
      .optional()
      .describe('Finds what this agent would find; without it, everything is searched.'),
    limit: z
      .int('must be a whole number.')
      .min(1, 'must be at least 1.')
      .max(maxPassages, `must be at most ${maxPassages}.`)
      .default(5),
  })
  .meta({ id: 'KnowledgeSearch' })

export const KnowledgePassage = z
  .object({
    id: shownId,
    rank: z.int().describe('1 is the best.'),
    score: z.number().describe('Only for comparison within one answer.'),
    text: z.string(),
    language: z.string().nullable().describe('ISO 639-1, where it could be told.'),
    matchedBy: z
      .array(z.enum(['words', 'meaning']))
      .describe('Which of the two searches had it among their best.'),
    source: z
      .object({
        itemId: shownId,
        itemName: z.string(),
        type: z.enum(knowledgeTypes),
        url: z.string().nullable().describe('The page it is from, or where the file came from.'),
        title: z.string().nullable().describe('Title of the page.'),
        page: z.int().nullable().describe('Page of the file, from 1.'),
        heading: z.string().nullable().describe('The heading it stands under.'),
        offset: z
          .int()
          .describe('Where it begins in the text of the file or page, in UTF-16 units.'),
      })
      .describe('Where it comes from.'),
  })
  .meta({ id: 'KnowledgePassage' })
export type KnowledgePassage = z.infer<typeof KnowledgePassage>

export const KnowledgeFindings = z
  .object({
    mode: z
      .enum(['hybrid', 'full_text'])
      .describe('`hybrid`: by words and by meaning. `full_text`: by words alone.'),
    notice: z.string().nullable().describe('Why it was by words alone, a sentence for people.'),
    tookMs: z.number(),
    passages: z.array(KnowledgePassage),
  })
  .meta({ id: 'KnowledgeFindings' })
export type KnowledgeFindings = z.infer<typeof KnowledgeFindings>
