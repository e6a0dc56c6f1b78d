import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { formatNumber } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { Skeleton } from '../ui/bits.tsx'
import { cx } from '../ui/cx.ts'
import { narrow, useMedia } from '../ui/use-media.ts'
import { ColumnHeader, type Sorting } from './column-header.tsx'
import type { RecordList } from './record-list.ts'
import { TableRow } from './table-row.tsx'
import type { FieldView, ResourceView, Row } from './resource-view.ts'
import { useTableKeys } from './table-keys.ts'

const rowHeightPx = 38
/** Rows from the end at which the next page is fetched. */
const fetchAhead = 150
const defaultWidthPx = 150
const firstWidthPx = 160
const narrowestPx = 110

const features = tableFeatures({})

type TableProps = {
  readonly view: ResourceView
  readonly columns: readonly FieldView[]
  readonly list: RecordList
  readonly sorting: Sorting
  readonly selected: ReadonlySet<string>
  readonly openId: string | undefined
  readonly canWrite: boolean
  readonly onSelect: (id: string, on: boolean) => void
  readonly onSelectAll: (on: boolean) => void
  readonly onOpen: (id: string) => void
}

/** Any number of rows, of which those on the screen are drawn. */
export function RecordTable(props: TableProps) {
  const { view, list, sorting, selected, onSelectAll, canWrite } = props
  const scroller = useRef<HTMLDivElement>(null)
  const isNarrow = useMedia(narrow)
  const fields = useMemo(
    () => (isNarrow ? props.columns.slice(0, 2) : props.columns),
    [isNarrow, props.columns],
  )
  const virtual = useVirtualizer({
    count: list.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  useNextPage(list, last)
  const columns = useColumns(fields)
  // Of the rows on the screen alone: a model of 100,000 takes longer than a frame.
  const data = useMemo(() => list.rows.slice(first, last + 1), [list.rows, first, last])
  const { rows } = useTable({ features, columns, data }).getRowModel()
  const { focused, editing, keys } = useTableKeys({
    rows: list.rows,
    show: (index) => virtual.scrollToIndex(index),
    openId: props.openId,
    onOpen: props.onOpen,
    onSelect: (id) => props.onSelect(id, !selected.has(id)),
  })
  const { template, minWidth } = useTemplate(fields, canWrite)

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto" data-scroller>
      <div
        role="grid"
        aria-label={t(view.title)}
        aria-rowcount={(list.total ?? list.rows.length) + 1}
        aria-multiselectable={canWrite}
        style={{ minWidth }}
      >
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-10 grid h-8 items-center border-b border-line bg-surface text-xs text-muted"
          style={{ gridTemplateColumns: template }}
        >
          {canWrite && (
            <div role="columnheader" className="flex justify-center">
              <input
                type="checkbox"
                aria-label={t('bulk.selectAll')}
                className="size-3.5 accent-accent-fill"
                checked={selected.size > 0 && selected.size === list.rows.length}
                onChange={(event) => onSelectAll(event.target.checked)}
              />
            </div>
          )}
          {fields.map((field) => (
            <ColumnHeader key={field.name} field={field} sorting={sorting} />
          ))}
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index - first]
            if (!row) return null
            return (
              <TableRow
                key={row.original.id}
                view={view}
                fields={fields}
                row={row.original}
                index={item.index}
                top={item.start}
                height={rowHeightPx}
                template={template}
                isSelected={selected.has(row.original.id)}
                isOpen={props.openId === row.original.id}
                isFocused={focused === item.index}
                editing={editing?.id === row.original.id ? editing.field : undefined}
                canWrite={canWrite}
                onSelect={props.onSelect}
                onOpen={props.onOpen}
                keys={keys}
              />
            )
          })}
        </div>
      </div>
      {list.isFetchingNextPage && <LoadingRows count={3} />}
    </div>
  )
}

function useColumns(fields: readonly FieldView[]) {
  return useMemo<ColumnDef<typeof features, Row>[]>(
    () => fields.map(({ name }) => ({ id: name, accessorFn: (row) => row[name] })),
    [fields],
  )
}

/** Columns share what there is in the proportion of their widths; the first gets twice an ordinary one. */
function useTemplate(fields: readonly FieldView[], canWrite: boolean) {
  return useMemo(() => {
    const beforePx = canWrite ? 36 : 12
    const widths = fields.map(({ width = defaultWidthPx }, index) =>
      index === 0
        ? { minPx: firstWidthPx, share: 2 * defaultWidthPx }
        : { minPx: Math.min(width, narrowestPx), share: width },
    )
    const columns = widths.map(({ minPx, share }) => `minmax(${minPx}px, ${share}fr)`)
    return {
      template: `${beforePx}px ${columns.join(' ')}`,
      minWidth: widths.reduce((sum, { minPx }) => sum + minPx, beforePx),
    }
  }, [fields, canWrite])
}

function useNextPage(list: RecordList, lastShown: number): void {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, rows } = list
  const isNear = lastShown >= rows.length - fetchAhead
  useEffect(() => {
    if (isNear && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [isNear, hasNextPage, isFetchingNextPage, fetchNextPage])
}

export function LoadingRows({ count = 14 }: { readonly count?: number }) {
  return (
    <div aria-busy className="flex flex-col">
      <span className="sr-only">{t('state.loading')}</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex h-9.5 items-center gap-6 border-b border-line px-4">
          <Skeleton className={cx('w-48', index % 2 === 1 && 'w-36')} />
          <Skeleton className="hidden w-40 sm:block" />
          <Skeleton className="hidden w-24 md:block" />
          <Skeleton className="hidden w-28 lg:block" />
        </div>
      ))}
    </div>
  )
}

/** How many there are, or how many there may be. */
export function totalText(list: RecordList): string {
  if (list.total === null) return ''
  const count = formatNumber(list.total)
  return list.isEstimate ? t('list.about', { count }) : count
}
