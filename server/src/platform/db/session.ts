/** Times are printed and compared in UTC on every connection. */
export const sessionOptions = '-c TimeZone=UTC'

/**
 * How much of its trigrams a misspelt word must share with a word of the text. Of 500 family names
 * and 700 first names this finds all with one letter too few, too many or wrong, from six letters on,
 * and 70 % of the shorter ones; of those with two letters swapped 48 % with six or seven letters and
 * all longer ones. Per word it also finds one other name of the 1,200. PostgreSQL's own 0.5 misses
 * 43 % of missing letters.
 */
const strictWordSimilarity = '-c pg_trgm.strict_word_similarity_threshold=0.33'

export const plannedOptions = `${sessionOptions} -c plan_cache_mode=force_custom_plan ${strictWordSimilarity}`
