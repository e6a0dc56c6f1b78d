import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

type Search = { readonly [name: string]: string | undefined }

/** What the address says after its question mark, and how to change some of it. */
export function useUrl(): readonly [
  Search,
  (changes: Search, options?: { readonly replace?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = useCallback(
    (changes: Search, { replace = true } = {}) => {
      void navigate({
        to: '.',
        search: (before: Search) => ({ ...before, ...changes }),
        replace,
      })
    },
    [navigate],
  )
  return [search, change]
}
