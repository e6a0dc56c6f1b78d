import { ArrowDown, ArrowUp } from 'lucide-react'
import { t } from '../i18n/index.ts'
import { cx } from '../ui/cx.ts'
import type { FieldView } from './resource-view.ts'

export type Sorting = {
  readonly field: string | undefined
  readonly order: 'asc' | 'desc'
  readonly sortBy: (field: string, order: 'asc' | 'desc' | undefined) => void
}

const rightAligned: ReadonlySet<string> = new Set(['money', 'percent', 'count'])

export function isRightAligned(field: FieldView): boolean {
  return rightAligned.has(field.kind)
}

type HeaderProps = { readonly field: FieldView; readonly sorting: Sorting }

/** Its name; pressed, it sorts up, then down, then as before. */
export function ColumnHeader({ field, sorting }: HeaderProps) {
  const isSorted = sorting.field === field.name
  const Arrow = sorting.order === 'asc' ? ArrowUp : ArrowDown
  const next = !isSorted ? 'asc' : sorting.order === 'asc' ? 'desc' : undefined
  const sort = isSorted ? (sorting.order === 'asc' ? 'ascending' : 'descending') : 'none'
  return (
    <div
      role="columnheader"
      {...(field.sortable && { 'aria-sort': sort })}
      className={cx('min-w-0 px-2 font-medium', isRightAligned(field) && 'text-end')}
    >
      {field.sortable ? (
        <button
          type="button"
          className="inline-flex max-w-full items-center gap-1 rounded hover:text-text"
          onClick={() => sorting.sortBy(field.name, next)}
        >
          <span className="truncate">{t(field.label)}</span>
          {isSorted && <Arrow aria-hidden size={12} />}
        </button>
      ) : (
        <span className="block truncate">{t(field.label)}</span>
      )}
    </div>
  )
}
