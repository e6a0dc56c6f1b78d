import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { FieldView, ResourceView, Row } from './resource-view.ts'

/** The first page is there at once; whoever scrolls on gets more at a time. */
const firstPageSize = 100
const furtherPageSize = 500

/** Names in the address that are no filters. */
type Address = { readonly [name: string]: string | undefined }

/** What the address asks of the list: filters, search and sort. */
export function listQueryOf(view: ResourceView, search: Address): Record<string, string> {
  const filters = view.filters.map(({ name }) => [name, search[name]] as const)
  const linked = (view.linkedFilters ?? []).map((name) => [name, search[name]] as const)
  const given = [
    ...filters,
    ...linked,
    ['search', search.q],
    ['sort', search.sort],
    ['order', search.order],
  ] as const
  return Object.fromEntries(given.filter((pair): pair is [string, string] => Boolean(pair[1])))
}

/** The columns the address asks for, in the order of the fields; otherwise those shown by default. */
export function columnsOf(view: ResourceView, search: Address): FieldView[] {
  const possible = view.fields.filter(({ noColumn }) => !noColumn)
  const names = search.cols?.split(',')
  return possible.filter(({ name, hidden }, index) =>
    index === 0 ? true : names ? names.includes(name) : !hidden,
  )
}

type Place = { readonly cursor: string } | { readonly offset: number } | undefined

/** Rows page by page, as far as somebody scrolled. */
export function useRecordList(view: ResourceView, query: Readonly<Record<string, string>>) {
  const list = useInfiniteQuery({
    queryKey: [view.name, 'list', query],
    initialPageParam: undefined as Place,
    queryFn: ({ pageParam, signal }) =>
      view.api.list(
        { ...query, ...pageParam, limit: pageParam ? furtherPageSize : firstPageSize },
        { signal },
      ),
    getNextPageParam: ({ pagination }): Place => {
      if (pagination.nextCursor) return { cursor: pagination.nextCursor }
      return pagination.hasMore ? { offset: pagination.offset + pagination.limit } : undefined
    },
    placeholderData: keepPreviousData,
  })
  const rows = useMemo<Row[]>(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data])
  const first = list.data?.pages[0]?.pagination
  return { ...list, rows, total: first?.total ?? null, isEstimate: first?.totalIsEstimate === true }
}

export type RecordList = ReturnType<typeof useRecordList>
