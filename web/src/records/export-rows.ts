import { t } from '../i18n/index.ts'
import { type FieldView, type ResourceView, textOf } from './resource-view.ts'

const pageSize = 1_000

/** A cell of a CSV file. Text that a spreadsheet would run gets an apostrophe, as the server's files do. */
function csvCell(value: unknown): string {
  const text = typeof value === 'boolean' ? String(value) : textOf(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** All rows that match, as a CSV file with the columns that are shown. */
export async function exportRows(
  view: ResourceView,
  columns: readonly FieldView[],
  query: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = [columns.map(({ label }) => csvCell(t(label))).join(',')]
  for await (const row of view.api.all({ ...query, limit: pageSize })) {
    lines.push(columns.map(({ name, words }) => csvCell(row[words ?? name])).join(','))
  }
  // The mark at the beginning tells spreadsheets that the file is UTF-8.
  const file = new Blob(['\uFEFF', lines.join('\r\n')], { type: 'text/csv;charset=utf-8' })
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = `${view.name}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
