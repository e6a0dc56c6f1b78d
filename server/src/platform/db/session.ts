/** Times are printed and compared in UTC on every connection. */
export const sessionOptions = '-c TimeZone=UTC'

/**
 * 0.45 lets one wrong letter in a word of six through, where PostgreSQL's own 0.6 would not; found
 * by trying misspelt names.
 */
const wordSimilarity = '-c pg_trgm.word_similarity_threshold=0.45'

export const plannedOptions = `${sessionOptions} -c plan_cache_mode=force_custom_plan ${wordSimilarity}`
