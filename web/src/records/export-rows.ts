import { t } from '../i18n/index.ts'
import { saveCsv } from './save-csv.ts'
import type { FieldView, ResourceView } from './resource-view.ts'

const pageSize = 1_000

/** All rows that match, as a CSV file with the columns that are shown. */
export async function exportRows(
  view: ResourceView,
  columns: readonly FieldView[],
  query: Readonly<Record<string, string>>,
): Promise<void> {
  const rows: unknown[][] = [columns.map(({ label }) => t(label))]
  for await (const row of view.api.all({ ...query, limit: pageSize })) {
    rows.push(columns.map(({ name, words }) => row[words ?? name]))
  }
  saveCsv(`${view.name}.csv`, rows)
}
