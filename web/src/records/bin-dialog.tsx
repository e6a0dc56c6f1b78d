import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { ArchiveRestore } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useMay } from '../api/queries.ts'
import { formatAgo, formatMoment } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { SkeletonLines } from '../ui/bits.tsx'
import { Button } from '../ui/button.tsx'
import { Modal } from '../ui/dialog.tsx'
import { Input } from '../ui/field.tsx'
import { Empty, Failure } from '../ui/states.tsx'
import { tell, tellFailure } from '../ui/toast.ts'
import { type ResourceView, type Row, textOf } from './resource-view.ts'

const pageSize = 50
const keptDays = 30
const dayMs = 86_400_000

type BinProps = { readonly view: ResourceView; readonly onClose: () => void }

/** What was deleted in the last thirty days, and the way back. */
export function BinDialog({ view, onClose }: BinProps) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const bin = useInfiniteQuery({
    queryKey: [view.name, 'bin', search],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      view.api.deleted(
        { limit: pageSize, offset: pageParam, ...(search && { search }) },
        { signal },
      ),
    getNextPageParam: ({ pagination: { hasMore, offset, limit } }) =>
      hasMore ? offset + limit : undefined,
  })
  const rows = bin.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Modal open onClose={onClose} title={t('bin.title')} description={t('bin.text')} wide>
      <div className="flex flex-col gap-3">
        <Input
          type="search"
          aria-label={t('shell.search')}
          placeholder={t('shell.search')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        {bin.isPending && <SkeletonLines count={5} />}
        {bin.isError && <Failure error={bin.error} retry={() => void bin.refetch()} />}
        {bin.isSuccess && rows.length === 0 && (
          <Empty icon={ArchiveRestore} title={t(search ? 'state.nothingFound' : 'bin.empty')} />
        )}
        {rows.length > 0 && (
          <ul className="rounded-lg border border-line">
            {rows.map((row) => (
              <BinLine key={row.id} view={view} row={row} />
            ))}
          </ul>
        )}
        {bin.hasNextPage && (
          <Button
            size="sm"
            className="self-center"
            disabled={bin.isFetchingNextPage}
            onClick={() => void bin.fetchNextPage()}
          >
            {t('list.more')}
          </Button>
        )}
      </div>
    </Modal>
  )
}

function BinLine({ view, row }: { readonly view: ResourceView; readonly row: Row }) {
  const cache = useQueryClient()
  const mayDelete = useMay('delete')
  const deletedAt = textOf(row.deleted_at)
  const [now] = useState(Date.now)
  const daysLeft = Math.max(0, Math.ceil(keptDays - (now - Date.parse(deletedAt)) / dayMs))
  const restore = useMutation({
    mutationFn: () => view.api.restore(row.id),
    onSuccess: () => tell(t('bin.restored', { name: view.titleOf(row) })),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: [view.name] }),
  })
  return (
    <li className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" dir="auto">
          {view.titleOf(row)}
        </span>
        <span className="figures text-xs text-faint">
          <time dateTime={deletedAt} title={formatMoment(deletedAt)}>
            {t('bin.deleted', { when: formatAgo(deletedAt, now) })}
          </time>
          {' · '}
          {t('bin.daysLeft', { count: daysLeft })}
        </span>
      </span>
      {mayDelete && (
        <Button
          size="sm"
          aria-label={t('bin.restoreOf', { name: view.titleOf(row) })}
          disabled={restore.isPending}
          onClick={() => restore.mutate()}
        >
          <ArchiveRestore aria-hidden size={13} />
          {t('bin.restore')}
        </Button>
      )}
    </li>
  )
}
