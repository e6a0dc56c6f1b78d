import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { findsBeginnings } from './search-terms.ts'

/** Statistics change with every analyze, which large tables get every few hours. */
const knownForMs = 60_000

/** What PostgreSQL last noted about a table, as its planner sees it. */
export type Statistics = {
  /** Part of the table's rows that are the workspace's, 0 to 1; 0 for all but the hundred largest. */
  readonly shareOf: (workspaceId: string) => number
  /** Rows of the table. */
  readonly rows: number
  /** Part of the searched texts that hold all of these words, 0 to 1, by a sample of a hundred. */
  readonly frequencyOf: (words: readonly string[]) => number
}

type Noted = {
  readonly rows: number
  readonly workspaces: string[] | null
  readonly shares: number[] | null
  readonly texts: string[] | null
  readonly frequencies: number[] | null
  readonly sample: string[] | null
}

const statisticsStatement = statement(
  'table_statistics',
  `select greatest(c.reltuples, 0)::float8 as rows,
     w.most_common_vals::text::text[] as workspaces, w.most_common_freqs::float8[] as shares,
     t.most_common_vals::text::text[] as texts, t.most_common_freqs::float8[] as frequencies,
     t.histogram_bounds::text::text[] as sample
   from pg_class c
   left join pg_stats w on w.schemaname = current_schema() and w.tablename = c.relname
     and w.attname = 'workspace_id'
   left join pg_stats t on t.schemaname = current_schema() and t.tablename = c.relname
     and t.attname = 'search_text'
   where c.oid = $1::regclass`,
)

type Known = { readonly statistics: Statistics; readonly untilMs: number }
const knownOf = new WeakMap<Database, Map<string, Known>>()

export async function statisticsOf(db: Database, table: string): Promise<Statistics> {
  const known = knownOf.get(db) ?? new Map<string, Known>()
  knownOf.set(db, known)
  const nowMs = performance.now()
  const last = known.get(table)
  if (last && nowMs < last.untilMs) return last.statistics
  const [noted] = await db.read<Noted>(statisticsStatement, [table])
  if (!noted) throw new Error(`No such table: ${table}`)
  const statistics = toStatistics(noted)
  known.set(table, { statistics, untilMs: nowMs + knownForMs })
  return statistics
}

function toStatistics({ rows, workspaces, shares, texts, frequencies, sample }: Noted): Statistics {
  const shareOf = new Map(workspaces?.map((id, index) => [id, shares?.[index] ?? 0]))
  const common = texts?.map((text, index) => ({ text, part: frequencies?.[index] ?? 0 })) ?? []
  const isCommon = sum(common)
  return {
    rows,
    shareOf: (workspaceId) => shareOf.get(workspaceId) ?? 0,
    frequencyOf: (words) => {
      const holdsAll = (text: string) => words.every((word) => holds(text, word.toLowerCase()))
      const ofCommon = sum(common.filter(({ text }) => holdsAll(text)))
      if (!sample?.length) return ofCommon
      return ofCommon + (1 - isCommon) * (sample.filter(holdsAll).length / sample.length)
    },
  }
}

const sum = (parts: readonly { readonly part: number }[]) =>
  parts.reduce((total, { part }) => total + part, 0)

/** As `contains` in condition-queries.ts does in SQL. */
function holds(text: string, word: string): boolean {
  return findsBeginnings(word) ? ` ${text}`.includes(` ${word}`) : text.includes(word)
}
