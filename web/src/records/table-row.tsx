import { memo } from 'react'
import { t } from '../i18n/index.ts'
import { cx } from '../ui/cx.ts'
import { useChange } from './change-records.ts'
import { isRightAligned } from './column-header.tsx'
import { InlineEdit } from './inline-edit.tsx'
import type { FieldView, ResourceView, Row } from './resource-view.ts'
import type { TableKeys } from './table-keys.ts'
import { Value } from './value.tsx'

type RowProps = {
  readonly view: ResourceView
  readonly fields: readonly FieldView[]
  readonly row: Row
  readonly index: number
  readonly top: number
  readonly height: number
  readonly template: string
  readonly isSelected: boolean
  readonly isOpen: boolean
  /** The Tab key leads to it. */
  readonly isFocused: boolean
  /** The field of it that is being edited; the first that can be, where it has no name. */
  readonly editing: string | undefined
  readonly canWrite: boolean
  readonly onSelect: (id: string, on: boolean) => void
  readonly onOpen: (id: string) => void
  readonly keys: TableKeys
}

/** The first field that can be edited in its place. */
function firstEditable(fields: readonly FieldView[]): string {
  return fields.find(isEditable)?.name ?? ''
}

export function isEditable({ readOnly, kind }: FieldView): boolean {
  return !readOnly && !['company', 'contact', 'deal', 'long', 'flag'].includes(kind)
}

function Cells({ view, fields, row, editing, canWrite, keys: { edit } }: RowProps) {
  const change = useChange(view)
  const edited = editing === '' ? firstEditable(fields) : editing
  return fields.map((field, index) => {
    const mayEdit = canWrite && isEditable(field)
    return (
      <div
        key={field.name}
        role="gridcell"
        className={cx(
          'flex h-full min-w-0 items-center px-2',
          isRightAligned(field) && 'justify-end',
          index === 0 ? 'font-medium text-text' : 'text-muted',
        )}
        onDoubleClick={mayEdit ? () => edit({ id: row.id, field: field.name }) : undefined}
      >
        {edited === field.name && mayEdit ? (
          <InlineEdit
            field={field}
            row={row}
            onDone={(changes) => {
              edit(undefined)
              if (changes) change.mutate({ id: row.id, ...changes })
            }}
          />
        ) : (
          <Value field={field} row={row} />
        )}
      </div>
    )
  })
}

function RowOnly(props: RowProps) {
  const { view, row, index, top, height, template, isSelected, isOpen, canWrite, keys } = props
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-index={index}
      tabIndex={props.isFocused ? 0 : -1}
      className={cx(
        'absolute inset-x-0 grid cursor-default items-center border-b border-line -outline-offset-2',
        isOpen ? 'bg-selected' : isSelected ? 'bg-selected/60' : 'hover:bg-hover',
      )}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
      onFocus={() => keys.onFocus(index)}
      onKeyDown={(event) => keys.onKeyDown(event, index)}
      onClick={() => props.onOpen(row.id)}
    >
      {canWrite ? (
        <div role="gridcell" className="flex justify-center">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('bulk.select', { name: view.titleOf(row) })}
            className="size-3.5 accent-accent-fill"
            checked={isSelected}
            onClick={(event) => event.stopPropagation()}
            onChange={(event) => props.onSelect(row.id, event.target.checked)}
          />
        </div>
      ) : (
        <div role="gridcell" />
      )}
      <Cells {...props} />
    </div>
  )
}

export const TableRow = memo(RowOnly)
