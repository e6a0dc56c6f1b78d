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

const chosenAtOnce: ReadonlySet<string> = new Set(['choice', 'person', 'stage'])
/** What several records can have alike. */
const typed: ReadonlySet<string> = new Set(['text', 'day', 'money', 'percent', 'count'])

/** First which field, then its value. */
function BulkEdit({ view, busy, onChange }: EditProps) {
  const fields = view.fields.filter(
    (field, index) =>
      index > 0 && isEditable(field) && (chosenAtOnce.has(field.kind) || typed.has(field.kind)),
  )
  const [field, setField] = useState<FieldView>()
  const [value, setValue] = useState<unknown>()
  return (
    <>
      <Select
        aria-label={t('bulk.edit')}
        className="w-36!"
        value={field?.name ?? ''}
        onChange={({ target }) => {
          setField(fields.find(({ name }) => name === target.value))
          setValue(undefined)
        }}
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
            value={value}
            ids={{ 'aria-label': t(field.label) }}
            onChange={(next) => {
              if (!chosenAtOnce.has(field.kind)) setValue(next)
              else if (!busy && next) onChange(field.name, next)
            }}
          />
        </div>
      )}
      {field && !chosenAtOnce.has(field.kind) && (
        <Button
          size="sm"
          disabled={busy || value === undefined || value === ''}
          onClick={() => onChange(field.name, value)}
        >
          {t('action.save')}
        </Button>
      )}
    </>
  )
}
