import { ParleyError } from '@parley/sdk'
import { QueryCache, QueryClient } from '@tanstack/react-query'

/** Called when the session has ended; set by whoever knows the way to the sign-in. */
export const signedOut: { tell: () => void } = { tell: () => {} }

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
    },
  },
})
