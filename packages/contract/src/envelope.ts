import { z } from 'zod'
import { type ErrorCode, errorStatus } from './errors.ts'
import { VoiceRefusal } from './voice-api/envelope.ts'

/** A successful reply with one thing in it. */
export function dataOf<T extends z.ZodType>(schema: T) {
  return z.object({ data: schema, error: z.null() })
}

export const Pagination = z
  .object({
    limit: z.int().describe('Rows asked for on this page.'),
    offset: z.int().describe('Rows skipped before this page; 0 when a cursor is used.'),
    total: z.int().nullable().describe('Rows that match; null when count=none.'),
    hasMore: z.boolean().describe('Whether rows follow this page.'),
    page: z.int().describe('floor(offset / limit) + 1'),
    totalPages: z.int().nullable().describe('ceil(total / limit)'),
    totalIsEstimate: z.boolean().optional().describe('Present and true when total is estimated.'),
    nextCursor: z
      .string()
      .nullable()
      .describe('Pass it as `cursor` for the next page; null on the last one.'),
  })
  .meta({ id: 'Pagination' })
export type Pagination = z.infer<typeof Pagination>

/** A successful reply with a page of things in it. */
export function listOf<T extends z.ZodType>(schema: T) {
  return z.object({
    data: z.array(schema),
    error: z.null(),
    count: z.int().nullable().describe('Same as pagination.total.'),
    pagination: Pagination,
  })
}

/** The body of every refusal under `/functions/v1`. */
export const ErrorReply = z
  .object({
    data: z.null(),
    error: z.string().describe('A sentence for people.'),
    code: z
      .enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]])
      .describe('A stable name for programs.'),
    details: z
      .unknown()
      .optional()
      .describe('What the code says more, such as {field, message} for a wrong value.'),
  })
  .meta({ id: 'ErrorReply', description: 'Why a request was refused.' })
export type ErrorReply = z.infer<typeof ErrorReply>

/** The body of a refusal by a door that says one sentence and no code. */
export const SentenceRefusal = z
  .object({ error: z.string().describe('A sentence for people.') })
  .meta({ id: 'SentenceRefusal', description: 'Why a request was refused.' })
export type SentenceRefusal = z.infer<typeof SentenceRefusal>

/** The body of a refusal by a door that has no codes. */
export const PlainRefusal = z
  .object({
    error: z.string().describe('Name of the status, such as Bad Request.'),
    message: z.string().describe('A sentence for people.'),
  })
  .meta({ id: 'PlainRefusal', description: 'Why a request was refused.' })
export type PlainRefusal = z.infer<typeof PlainRefusal>

/** The body of a refusal in each `envelope` that an endpoint can have instead of {@link ErrorReply}. */
export const doorRefusals = {
  plain: PlainRefusal,
  sentence: SentenceRefusal,
  voice: VoiceRefusal,
} as const
