import type { TranscriptMatch } from '@parley/contract'
import type { Context } from '../../context.ts'
import { selectMatchesIn } from './search-queries.ts'
import { offsetsOf, termsOf, askedOf } from './search-rules.ts'

/** Words looked for in what was said: `terms` is for `spoken_query`. */
export type WantedWords = { readonly search: string; readonly terms: string }

/** Undefined when there is nothing to look for; null when nothing can be found, as of punctuation. */
export function toWanted(search: string | undefined): WantedWords | null | undefined {
  if (search === undefined || search.trim() === '') return undefined
  const terms = askedOf(termsOf(search))
  return terms === null ? null : { search, terms }
}

/** The first segments of each of these conversations that have the words, with where they stand. */
export async function matchesIn(
  { db }: Pick<Context, 'db'>,
  workspaceId: string,
  wanted: WantedWords & { readonly conversationIds: readonly string[]; readonly perEach: number },
): Promise<TranscriptMatch[]> {
  const terms = termsOf(wanted.search)
  const rows = await selectMatchesIn(db, workspaceId, wanted)
  return rows.map(({ forms, ...row }) => ({ ...row, offsets: offsetsOf(row.text, terms, forms) }))
}
