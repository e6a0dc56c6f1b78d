import Papa from 'papaparse'
import { currentLanguage } from '../../i18n/index.ts'

/** Of a file that is imported. */
export const rowsAtMost = 50_000
export const bytesAtMost = 20_000_000

export type CsvFile = {
  readonly name: string
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export type Unreadable = 'tooLarge' | 'tooManyRows' | 'empty'

/** Rows of a file of any of the common separators and encodings; or why there are none. */
export async function readCsv(file: File): Promise<CsvFile | Unreadable> {
  if (file.size > bytesAtMost) return 'tooLarge'
  const text = decoded(new Uint8Array(await file.arrayBuffer()))
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' })
  const [headers, ...rows] = data
  if (!headers || rows.length === 0) return 'empty'
  if (rows.length > rowsAtMost) return 'tooManyRows'
  return { name: file.name, headers: headers.map((header) => header.trim()), rows }
}

/** Spreadsheets write what is not UTF-8 in the old encoding of their country. */
const formerly = { en: 'windows-1252', fr: 'windows-1252', ar: 'windows-1256' } as const

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(formerly[currentLanguage()]).decode(bytes)
  }
}
