import { z } from 'zod'
import { ErrorReply } from './envelope.ts'
import { flag, shownId } from './fields.ts'

export const maxBatchRows = 1000

/** Rows are validated one by one, so that a bad one is reported by its index and spoils no other. */
export function batchBody(definition: { upsertBy: readonly string[] }) {
  const keys = ['id', ...definition.upsertBy] as [string, ...string[]]
  return z.object({
    operation: z
      .enum(['create', 'update', 'upsert', 'delete'], 'must be create, update, upsert or delete.')
      .describe('update and delete need an id in every row.'),
    by: z
      .enum(keys, `must be one of ${keys.join(', ')}.`)
      .optional()
      .describe(`What an upsert finds existing rows by; default ${keys[1] ?? 'id'}.`),
    atomic: flag.optional().describe('true: all rows or none. Default false.'),
    dry_run: flag
      .optional()
      .describe(
        'true: answers what would become of each row, and changes nothing. Ids of rows that would be created are of no use.',
      ),
    records: z
      .array(z.record(z.string(), z.unknown()), 'must be a list of objects.')
      .min(1, 'must not be empty.')
      .max(maxBatchRows, `must list at most ${maxBatchRows} rows.`),
  })
}

export const BatchResult = z
  .object({
    index: z.int().describe('Position of the row in `records`.'),
    status: z.enum(['created', 'updated', 'deleted', 'failed']),
    id: shownId.nullable(),
    error: z.string().optional(),
    code: ErrorReply.shape.code.optional(),
    details: z.unknown().optional(),
  })
  .meta({ id: 'BatchResult' })
export type BatchResult = z.infer<typeof BatchResult>

export const BatchReply = z
  .object({
    data: z.array(BatchResult),
    error: z.null(),
    count: z.int().describe('Rows that succeeded.'),
  })
  .meta({ id: 'BatchReply' })
