import { readTable, type Table } from './read-table.ts'
import { type ColumnRole, type Consent, guessRoles } from './recipient-rows.ts'

/** The API takes so many in one request; more go as a file. */
const peopleByRequest = 10_000
/** Of a larger file the beginning is looked at, and all of it is uploaded as it is. */
const looksAtBytes = 2_000_000

/** Who is to be called, as far as the form knows. */
export type People = {
  readonly table: Table
  readonly roles: readonly ColumnRole[]
  readonly file: File | undefined
  /** Only the beginning of the file was read. */
  readonly isPartial: boolean
  /** Undefined: nobody says that they agreed. */
  readonly consent: Consent | undefined
}

export function peopleOf(
  text: string,
  columnName: (number: number) => string,
  { file, isPartial = false }: { readonly file?: File; readonly isPartial?: boolean } = {},
): People {
  const table = readTable(text, columnName)
  return { table, roles: guessRoles(table), file, isPartial, consent: undefined }
}

export async function peopleOfFile(
  file: File,
  columnName: (number: number) => string,
): Promise<People> {
  const isPartial = file.size > looksAtBytes
  const text = await (isPartial ? file.slice(0, looksAtBytes) : file).text()
  // The last line may be half of one.
  const whole = isPartial ? text.slice(0, text.lastIndexOf('\n') + 1) : text
  return peopleOf(whole, columnName, { file, isPartial })
}

/** Whether there is somebody to call: rows, and a column with their numbers. */
export function hasNumbers(people: People | undefined): people is People {
  return (
    people !== undefined && people.table.rows.length > 0 && people.roles.includes('phoneNumber')
  )
}

/** Whether they are too many for one request. */
export function needsUpload({ table, isPartial }: People): boolean {
  return isPartial || table.rows.length > peopleByRequest
}

/** The file to upload; one without names of columns gets some. */
export function fileOf({ file, table }: People, typed: string): Blob {
  const content = file ?? new Blob([typed], { type: 'text/csv' })
  if (table.hasHeader) return content
  return new Blob([`${table.headers.join(table.delimiter)}\n`, content], { type: 'text/csv' })
}
