import { z } from 'zod'

/** A successful reply of the voice API (`/v1` and `/v2`), whose clients unwrap `data`. */
export function resultOf<T extends z.ZodType>(data: T) {
  return z.object({
    success: z.literal(true),
    message: z.string().describe('A sentence for people.'),
    messageKey: z.string().describe('A stable name of the message, such as OPERATION_SUCCESSFUL.'),
    data,
  })
}

/** A successful reply with a page of things, under the plural name its clients read. */
export function pageOf<const Name extends string, T extends z.ZodType>(name: Name, item: T) {
  const page = {
    total: z.int().describe('Things there are, whatever the filter.'),
    filtered: z.int().describe('Things that match the filter.'),
    [name]: z.array(item),
  } as { total: z.ZodInt; filtered: z.ZodInt } & Record<Name, z.ZodArray<T>>
  return resultOf(z.object(page))
}

/** Paging of the voice API's lists. Its clients send numbers as text. */
export const VoicePageQuery = z.object({
  take: z.coerce.number().int().min(1).max(100).default(10).describe('Things on a page.'),
  skip: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(1)
    .describe('Number of the page, the first being 1: not a count of rows.'),
  search: z.string().max(200).optional().describe('Part of the name.'),
})

/** The body of every refusal of the voice API: nested for some of its clients, flat for others. */
export const VoiceRefusal = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: z.int().describe('10000 + HTTP status, such as 10404.'),
      name: z
        .string()
        .describe('The stable name the rest of the API uses, such as AGENT_NOT_FOUND.'),
      message: z.string().describe('A sentence for people.'),
      details: z.unknown().describe('What the code says more; null when that is nothing.'),
    }),
    message: z.string().describe('The same sentence.'),
    messageKey: z.string().describe('The stable name as one word, such as AgentNotFound.'),
  })
  .meta({ id: 'VoiceRefusal', description: 'Why a request was refused.' })
export type VoiceRefusal = z.infer<typeof VoiceRefusal>
