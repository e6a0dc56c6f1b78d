import { Readable } from 'node:stream'
import type { RecipientMapping } from '@parley/contract'
import { CsvError, parse } from 'csv-parse'
import { invalid } from '../../platform/errors.ts'
import { columnsOf, rowOf } from './mapping-rules.ts'
import type { SentRow } from './recipient-rules.ts'

/** A longer line is no recipient. */
const maxLineBytes = 100_000

/** The rows of a CSV file as it arrives: with , ; or tabs, and names of columns in its first line. */
export async function* csvRows(
  source: Readable | string,
  mapping: RecipientMapping | undefined,
): AsyncGenerator<SentRow> {
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    max_record_size: maxLineBytes,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  })
  const input = typeof source === 'string' ? Readable.from([source]) : source
  input.on('error', (error) => parser.destroy(error))
  input.pipe(parser)
  let columns: Exclude<ReturnType<typeof columnsOf>, { message: string }> | undefined
  try {
    for await (const line of parser as AsyncIterable<string[]>) {
      if (columns) {
        yield rowOf(columns, line)
        continue
      }
      const found = columnsOf(line, mapping)
      if ('message' in found) throw invalid('mapping', found.message)
      columns = found
    }
  } catch (error) {
    if (error instanceof CsvError) throw invalid('csv', `The file is no CSV: ${error.message}.`)
    throw error
  } finally {
    input.unpipe(parser)
    parser.destroy()
  }
  if (!columns) throw invalid('csv', 'The file is empty.')
}
