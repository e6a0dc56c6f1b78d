import { useInfiniteQuery } from '@tanstack/react-query'
import type { LucideIcon } from 'lucide-react'
import { Fragment, type ReactNode, useDeferredValue, useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'

const pageSize = 50

type Page<Entry> = {
  readonly entries: readonly Entry[]
  readonly total: number
  /** Of those, how many match the search. */
  readonly filtered: number
}

type Asked = { readonly take: number; readonly skip: number; readonly search?: string }

type Props<Entry> = {
  readonly title: string
  readonly icon: LucideIcon
  readonly emptyText: string
  readonly name: string
  readonly load: (asked: Asked) => Promise<Page<Entry>>
  readonly row: (entry: Entry) => ReactNode
}

/** Numbers that calls are made by, page by page, found by how they begin. */
export function NumberList<Entry extends { readonly id: string }>(props: Props<Entry>) {
  const { title, icon, emptyText, name, load, row } = props
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const list = useInfiniteQuery({
    queryKey: [name, wanted],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      load({ take: pageSize, skip: pageParam, ...(wanted && { search: wanted }) }),
    getNextPageParam: ({ filtered }, _all, page) =>
      page * pageSize < filtered ? page + 1 : undefined,
  })
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? []
  const total = list.data?.pages[0]?.total ?? 0
  return (
    <Card
      title={
        <span className="figures">
          {title}{' '}
          {total > 0 && <span className="font-normal text-muted">{formatNumber(total)}</span>}
        </span>
      }
      actions={
        <input
          type="search"
          aria-label={t('doNotCall.search')}
          placeholder={t('doNotCall.search')}
          dir="ltr"
          className="h-7 w-44 rounded-md border border-line bg-page px-2 text-xs"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      }
      flush
    >
      {list.isPending && <SkeletonLines count={5} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && entries.length === 0 && (
        <Empty
          icon={icon}
          title={wanted ? t('state.nothingFound') : t('state.empty')}
          text={wanted ? t('state.nothingFoundText') : emptyText}
        />
      )}
      <ul>
        {entries.map((entry) => (
          <Fragment key={entry.id}>{row(entry)}</Fragment>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="p-3 text-center">
          <Button
            size="sm"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('list.more')}
          </Button>
        </div>
      )}
    </Card>
  )
}
