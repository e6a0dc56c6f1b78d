import { textOf } from './resource-view.ts'

/** A cell of a CSV file. Text that a spreadsheet would run gets an apostrophe, as the server's files do. */
function csvCell(value: unknown): string {
  const text = typeof value === 'boolean' ? String(value) : textOf(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Gives the reader a file of these rows. */
export function saveCsv(name: string, rows: readonly (readonly unknown[])[]): void {
  const lines = rows.map((cells) => cells.map(csvCell).join(','))
  // The mark at the beginning tells spreadsheets that the file is UTF-8.
  const file = new Blob(['\uFEFF', lines.join('\r\n')], { type: 'text/csv;charset=utf-8' })
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
