import type { ConversationEntry } from '@parley/contract'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Upload } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { LoadingRows } from '../../records/record-table.tsx'
import { useUrl } from '../../shell/use-url.ts'
import { PageHeader } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { ConversationFilters, filterNames, queryOf } from './conversation-filters.tsx'
import { ConversationRow } from './conversation-row.tsx'
import { DropFiles } from './drop-files.tsx'
import { UploadList } from './upload-list.tsx'
import { useUploads } from './uploads.ts'

const UploadRecording = lazy(async () => ({
  default: (await import('./upload-recording.tsx')).UploadRecording,
}))

const pageSize = 50
const rowHeightPx = 60
const fetchAhead = 15

/** Calls, meetings, recordings and calls of voice agents in one list. */
export function Conversations() {
  const [search, setSearch] = useUrl()
  const uploads = useUploads()
  const query = queryOf(search)
  const list = useInfiniteQuery({
    queryKey: ['conversations', 'list', query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      parley.conversations.list({ ...query, limit: pageSize, cursor: pageParam }, { signal }),
    getNextPageParam: ({ pagination }) => pagination.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? []
  const total = list.data?.pages[0]?.pagination.total
  const isFiltered = filterNames.some((name) => search[name])
  const clear = () => setSearch(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  return (
    <WithUploads>
      <PageHeader
        title={t('nav.conversations')}
        actions={
          <>
            {total !== undefined && total !== null && (
              <span className="figures text-xs text-muted">
                {t('list.total')} {formatNumber(total)}
              </span>
            )}
            <UploadButton />
          </>
        }
      />
      <UploadList uploads={uploads} />
      <ConversationFilters onClear={isFiltered ? clear : undefined} />
      {list.isPending && <LoadingRows />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty
          title={isFiltered ? t('state.nothingFound') : t('state.empty')}
          text={isFiltered ? t('state.nothingFoundText') : t('empty.conversations')}
          action={
            isFiltered ? <Button onClick={clear}>{t('filter.clear')}</Button> : <UploadButton />
          }
        />
      )}
      {rows.length > 0 && (
        <Rows
          rows={rows}
          more={list.hasNextPage && !list.isFetchingNextPage ? list.fetchNextPage : undefined}
        />
      )}
    </WithUploads>
  )
}

function UploadButton() {
  const [, setSearch] = useUrl()
  if (!useMay('write')) return null
  return (
    <Button look="primary" onClick={() => setSearch({ open: 'upload' })}>
      <Upload aria-hidden size={15} />
      {t('create.recordings')}
    </Button>
  )
}

/** The screen as a place to drop recordings on, with the dialog that asks about them. */
function WithUploads({ children }: { readonly children: ReactNode }) {
  const [search, setSearch] = useUrl()
  const canWrite = useMay('write')
  const [dropped, setDropped] = useState<readonly File[]>([])
  const isOpen = canWrite && search.open === 'upload'
  const close = () => {
    setDropped([])
    setSearch({ open: undefined })
  }
  return (
    <DropFiles
      isOff={!canWrite || isOpen}
      onDrop={(files) => {
        setDropped(files)
        setSearch({ open: 'upload' })
      }}
    >
      {children}
      {isOpen && (
        <Suspense>
          <UploadRecording files={dropped} onClose={close} />
        </Suspense>
      )}
    </DropFiles>
  )
}

type RowsProps = {
  readonly rows: readonly ConversationEntry[]
  readonly more: (() => Promise<unknown>) | undefined
}

function Rows({ rows, more }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.matches?.length ? rowHeightPx + 26 : rowHeightPx),
    overscan: 10,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= rows.length - fetchAhead) void more()
  }, [last, rows.length, more])
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" data-scroller>
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const conversation = rows[item.index]
          return (
            conversation && (
              <ConversationRow key={conversation.id} conversation={conversation} top={item.start} />
            )
          )
        })}
      </ul>
    </div>
  )
}
