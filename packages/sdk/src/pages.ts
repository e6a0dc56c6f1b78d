import type { Pages } from './route.ts'

/** Rows on a page when the caller does not say: the most that every list allows. */
const rowsPerPage = 100

type Asking = (more: object) => Promise<unknown>

/** Yields every row, and asks for a page only when the loop gets there. */
export async function* walk(
  pages: Pages | undefined,
  given: object,
  ask: Asking,
): AsyncGenerator<unknown> {
  if (pages?.by === 'cursor') yield* followCursor(ask)
  else if (pages) yield* countPages(pages, given as Record<string, unknown>, ask)
}

/** Follows `pagination.nextCursor` until there is none. */
async function* followCursor(ask: Asking) {
  let cursor: string | null | undefined
  do {
    const page = (await ask(cursor ? { cursor } : {})) as {
      data: unknown[]
      pagination: { nextCursor: string | null }
    }
    yield* page.data
    cursor = page.pagination.nextCursor
  } while (cursor)
}

/** Turns numbered pages until as many rows were seen as match. */
async function* countPages(
  { by, size, rows }: Exclude<Pages, { by: 'cursor' }>,
  given: Record<string, unknown>,
  ask: Asking,
) {
  const take = Number(given[size] ?? rowsPerPage)
  for (let number = Number(given[by] ?? 1); ; number++) {
    const page = (await ask({ [size]: take, [by]: number })) as Record<string, unknown>
    const found = page[rows] as unknown[]
    yield* found
    if (found.length === 0 || number * take >= Number(page.filtered)) return
  }
}
