import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { Range } from './period.tsx'

export type ReportQuery = Range & { readonly owner_id?: string }

export type Report<T> = {
  /** What is drawn: of the range before, until there are figures of the new one. */
  readonly data: T | undefined
  readonly isOfBefore: boolean
  readonly error: Error | null
  readonly refetch: () => unknown
}

type Wanted<T> = {
  readonly queryKey: readonly unknown[]
  readonly queryFn: () => Promise<T>
  readonly enabled?: boolean
}

/** Answers come one by one, and each is drawn in pieces: the page answers keys and presses in between. */
export function useReport<T>(wanted: Wanted<T>): Report<T> {
  const { data, isPlaceholderData, error, refetch } = useQuery<T>({
    ...wanted,
    placeholderData: keepPreviousData,
  })
  const drawn = useDeferredValue(data)
  const isOfBefore = drawn !== undefined && (isPlaceholderData || drawn !== data)
  return { data: drawn, isOfBefore, error, refetch }
}
