import { ParleyError } from '@parley/sdk'
import { type InfiniteData, type Query, QueryCache, QueryClient } from '@tanstack/react-query'

/** Called when the session has ended; set by whoever knows the way to the sign-in. */
export const signedOut: { tell: () => void } = { tell: () => {} }

/** Pages that are fetched again when something changed. */
const pagesAgain = 5

/**
 * A list somebody scrolled far down: fetching all of it again, page after page, would take longer
 * than the news is worth. It is fetched anew when it is opened the next time.
 */
export function isLong({ state: { data } }: Pick<Query, 'state'>): boolean {
  const { pages } = (data ?? {}) as Partial<InfiniteData<unknown>>
  return Array.isArray(pages) && pages.length > pagesAgain
}

export const cache = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      if (error instanceof ParleyError && error.status === 401) signedOut.tell()
    },
  }),
  defaultOptions: {
    queries: {
      // What changes is told by events, so that nothing is asked for again only because time passed.
      staleTime: 30_000,
      // The SDK repeats what is worth it.
      retry: false,
      refetchOnWindowFocus: (query) => !isLong(query as Query),
      refetchOnReconnect: (query) => !isLong(query as Query),
    },
  },
})
