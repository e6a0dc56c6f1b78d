/** Times are printed and compared in UTC on every connection. */
export const sessionOptions = '-c TimeZone=UTC'

/**
 * How much of its trigrams a misspelt word must share with the text, and how much in common with one
 * word of it. Tried with 470 family names and 760 first names: a share of a half (the operator <%)
 * finds those of six letters or more with one letter missing or too many, and from eight letters on
 * also with a wrong one; besides, it finds one other name. A third in common (<<%) also finds those of
 * six or seven letters with a wrong one, two thirds of the shorter ones, and letters that are swapped
 * in half of the names with six or seven letters and in all longer ones; but it looks at many more
 * rows: 20 to 450 ms at a million, against 9 to 20.
 */
const similarities =
  '-c pg_trgm.word_similarity_threshold=0.5 -c pg_trgm.strict_word_similarity_threshold=0.33'

/** Statements are planned for their values each time. */
export const plannedOptions = `${sessionOptions} -c plan_cache_mode=force_custom_plan ${similarities}`
/** Statements are planned once, whatever PostgreSQL thinks of the plan. */
export const generalOptions = `${sessionOptions} -c plan_cache_mode=force_generic_plan ${similarities}`
const offForIndexes = [
  'enable_seqscan',
  'enable_bitmapscan',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_sort',
]
/**
 * For tables that are empty one moment and full the next: a plan made for the empty table would read, or
 * sort, all of the full one each time, until statistics come (550 deliveries a second instead of 2,200).
 * What is left is to follow the index that fits.
 */
export const indexedOptions = [
  sessionOptions,
  ...offForIndexes.map((name) => `-c ${name}=off`),
  '-c max_parallel_workers_per_gather=0',
].join(' ')
/** The same, for the rest of a transaction. */
export const preferIndexesSql = `select ${offForIndexes
  .map((name) => `set_config('${name}', 'off', true)`)
  .join(', ')}`
