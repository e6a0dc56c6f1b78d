import { Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import { useBulk } from './change-records.ts'
import type { FieldView, ResourceView, Row } from './resource-view.ts'
import { isEditable } from './table-row.tsx'
import { ValueControl } from './value-control.tsx'

type BulkProps = {
  readonly view: ResourceView
  readonly rows: readonly Row[]
  readonly onDone: () => void
}

/** From so many on somebody is asked first. */
const askFrom = 25

/** What can be done to the rows that are selected. */
export function BulkBar({ view, rows, onDone }: BulkProps) {
  const { remove, update } = useBulk(view)
  const mayDelete = useMay('delete')
  const [asks, setAsks] = useState(false)
  const deleteAll = () => {
    setAsks(false)
    remove.mutate(rows)
    onDone()
  }
  return (
    <div
      role="toolbar"
      aria-label={t('bulk.title')}
      className="absolute start-1/2 bottom-12 z-20 flex max-w-[calc(100%-1rem)] -translate-x-1/2 flex-wrap items-center gap-2 rounded-lg bg-raised p-2 shadow-float rtl:translate-x-1/2"
    >
      <span className="figures px-1 font-medium">{t('bulk.count', { count: rows.length })}</span>
      <BulkEdit
        view={view}
        busy={update.isPending}
        onChange={(field, value) => {
          update.mutate({ rows, field, value })
          onDone()
        }}
      />
      {mayDelete && (
        <Button
          size="sm"
          className="text-bad"
          onClick={() => (rows.length >= askFrom ? setAsks(true) : deleteAll())}
        >
          <Trash2 aria-hidden size={13} />
          {t('action.delete')}
        </Button>
      )}
      <IconButton label={t('bulk.none')} onClick={onDone}>
        <X aria-hidden size={15} />
      </IconButton>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('bulk.deleteTitle', { count: rows.length })}
        description={t('bulk.deleteText')}
        action={t('action.delete')}
        onConfirm={deleteAll}
      />
    </div>
  )
}

type EditProps = {
  readonly view: ResourceView
  readonly busy: boolean
  readonly onChange: (field: string, value: unknown) => void
}

/** First which field, then its value. */
function BulkEdit({ view, busy, onChange }: EditProps) {
  const fields = view.fields.filter(
    (field) => isEditable(field) && ['choice', 'person', 'stage'].includes(field.kind),
  )
  const [field, setField] = useState<FieldView>()
  return (
    <>
      <Select
        aria-label={t('bulk.edit')}
        className="w-36!"
        value={field?.name ?? ''}
        onChange={({ target }) => setField(fields.find(({ name }) => name === target.value))}
      >
        <option value="">{t('bulk.edit')}</option>
        {fields.map(({ name, label }) => (
          <option key={name} value={name}>
            {t(label)}
          </option>
        ))}
      </Select>
      {field && (
        <div className="w-40">
          <ValueControl
            field={field}
            value={undefined}
            ids={{ 'aria-label': t(field.label) }}
            onChange={(value) => !busy && value && onChange(field.name, value)}
          />
        </div>
      )}
    </>
  )
}
