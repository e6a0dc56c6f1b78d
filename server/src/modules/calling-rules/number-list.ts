import { parse } from 'csv-parse/sync'
import { invalid } from '../../platform/errors.ts'

const numberColumn = /phone|number|mobile|tel|msisdn/i

/** The numbers of a CSV file: of the column that is named so, or of the first one. */
export async function numbersOfCsv(text: string): Promise<string[]> {
  let rows: string[][]
  try {
    rows = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    })
  } catch {
    throw invalid('csv', 'The file is not CSV.')
  }
  const [head = [], ...rest] = rows
  const named = head.findIndex((name) => numberColumn.test(name))
  const isHead = named >= 0 || !head.some((value) => /\d{5}/.test(value))
  const column = Math.max(0, named)
  return (isHead ? rest : rows).map((row) => row[column] ?? '').filter((value) => value !== '')
}
