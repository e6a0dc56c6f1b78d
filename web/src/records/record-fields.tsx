import { useState } from 'react'
import { t } from '../i18n/index.ts'
import { useChange } from './change-records.ts'
import { InlineEdit } from './inline-edit.tsx'
import type { FieldView, ResourceView, Row } from './resource-view.ts'
import { isEditable } from './table-row.tsx'
import { Value } from './value.tsx'

type FieldsProps = { readonly view: ResourceView; readonly row: Row; readonly canWrite: boolean }

/** All there is to know of a record, each value edited in its place. */
export function Fields({ view, row, canWrite }: FieldsProps) {
  return (
    <dl className="flex flex-col p-2">
      {view.fields.map((field) => (
        <FieldLine key={field.name} view={view} field={field} row={row} canWrite={canWrite} />
      ))}
    </dl>
  )
}

function FieldLine({ view, field, row, canWrite }: FieldsProps & { readonly field: FieldView }) {
  const [isEditing, setIsEditing] = useState(false)
  const change = useChange(view)
  const mayEdit = canWrite && isEditable(field)
  return (
    <div className="grid min-h-8 grid-cols-[7.5rem_1fr] items-center gap-2 rounded-md px-2 py-0.5">
      <dt className="truncate text-xs text-muted">{t(field.label)}</dt>
      <dd className="min-w-0">
        {isEditing && (
          <InlineEdit
            field={field}
            row={row}
            onDone={(changes) => {
              setIsEditing(false)
              if (changes) change.mutate({ id: row.id, ...changes })
            }}
          />
        )}
        {!isEditing && mayEdit && field.kind !== 'url' && (
          <button
            type="button"
            title={t('action.edit')}
            className="flex min-h-7 w-full min-w-0 items-center rounded px-1.5 text-start hover:bg-hover"
            onClick={() => setIsEditing(true)}
          >
            <Value field={field} row={row} />
          </button>
        )}
        {!isEditing && (!mayEdit || field.kind === 'url') && (
          <div
            className={
              field.kind === 'long' ? 'px-1.5 py-1 whitespace-pre-wrap' : 'flex min-w-0 px-1.5'
            }
          >
            <Value field={field} row={row} />
          </div>
        )}
      </dd>
    </div>
  )
}
