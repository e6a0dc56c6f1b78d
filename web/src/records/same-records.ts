import { comparable } from './import/cell-rules.ts'
import { type RecordsApi, type Row, textOf } from './resource-view.ts'

const lookedAtMost = 5

type Search = {
  /** Without words to look for, nothing is asked. */
  readonly when: boolean
  readonly query: Readonly<Record<string, string>>
  /** What it finds is only near. */
  readonly keep?: (row: Row) => boolean
}

/** Rows that any of these searches finds, each once. */
export async function foundByAny(api: RecordsApi, searches: readonly Search[]): Promise<Row[]> {
  const found = await Promise.all(
    searches
      .filter(({ when }) => when)
      .map(async ({ query, keep = () => true }) => {
        const { data } = await api.list({ ...query, limit: lookedAtMost, count: 'none' })
        return data.filter(keep)
      }),
  )
  const rows = found.flat()
  return rows.filter(({ id }, index) => rows.findIndex((row) => row.id === id) === index)
}

/** Whether two texts say the same, but for case, accents and marks. */
export function isSame(one: unknown, other: unknown): boolean {
  const text = comparable(textOf(one))
  return text !== '' && text === comparable(textOf(other))
}
