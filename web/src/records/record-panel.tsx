import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useMay } from '../api/queries.ts'
import { formatAgo, formatMoment } from '../i18n/format.ts'
import { t, tOr } from '../i18n/index.ts'
import { SkeletonLines } from '../ui/bits.tsx'
import { IconButton } from '../ui/button.tsx'
import { Failure } from '../ui/states.tsx'
import { useBulk, useChange } from './change-records.ts'
import { InlineEdit } from './inline-edit.tsx'
import { RecordForm } from './record-form.tsx'
import type { FieldView, ResourceView, Row } from './resource-view.ts'
import { isEditable } from './table-row.tsx'
import { Value } from './value.tsx'

type PanelProps = {
  readonly view: ResourceView
  readonly id: string
  readonly onClose: () => void
}

/** One record beside the list: its fields, each edited in its place, and what happened around it. */
export function RecordPanel({ view, id, onClose }: PanelProps) {
  const [isEditing, setIsEditing] = useState(false)
  const canWrite = useMay('write')
  const mayDelete = useMay('delete')
  const { remove } = useBulk(view)
  const one = useQuery({
    queryKey: [view.name, 'one', id],
    queryFn: ({ signal }) => view.api.get(id, {}, { signal }),
  })
  const row = one.data
  const panel = useEscape(onClose)
  return (
    <section
      data-panel
      ref={panel}
      aria-label={row ? view.titleOf(row) : t('state.loading')}
      className="fixed inset-0 z-40 flex w-full shrink-0 flex-col border-s border-line bg-page md:static md:z-auto md:w-96"
    >
      <header className="flex min-h-12 items-center gap-1 border-b border-line px-3 py-2">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">
          {row ? view.titleOf(row) : t('state.loading')}
        </h2>
        {row && canWrite && (
          <IconButton label={t('action.edit')} onClick={() => setIsEditing(true)}>
            <Pencil aria-hidden size={14} />
          </IconButton>
        )}
        {row && mayDelete && (
          <IconButton
            label={t('action.delete')}
            onClick={() => {
              remove.mutate([row])
              onClose()
            }}
          >
            <Trash2 aria-hidden size={14} />
          </IconButton>
        )}
        <IconButton label={t('action.close')} onClick={onClose}>
          <X aria-hidden size={16} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {one.isPending && <SkeletonLines count={9} />}
        {one.isError && <Failure error={one.error} retry={() => void one.refetch()} />}
        {row && (
          <>
            <Fields view={view} row={row} canWrite={canWrite} />
            {view.timeline && <Timeline view={view} id={id} />}
          </>
        )}
      </div>
      {isEditing && row && <RecordForm view={view} row={row} onClose={() => setIsEditing(false)} />}
    </section>
  )
}

/** Escape closes it, unless something inside or above it takes the key. */
function useEscape(onClose: () => void) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isElsewhere = document.querySelector('[role="dialog"], [role="menu"]') !== null
      if (event.key === 'Escape' && !event.defaultPrevented && !isElsewhere) onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return panel
}

type FieldsProps = { readonly view: ResourceView; readonly row: Row; readonly canWrite: boolean }

function Fields({ view, row, canWrite }: FieldsProps) {
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

function Timeline({ view, id }: { readonly view: ResourceView; readonly id: string }) {
  const timeline = useQuery({
    queryKey: ['timeline', view.name, id],
    queryFn: async () => (await view.timeline?.(id)) ?? [],
  })
  return (
    <section className="border-t border-line p-4">
      <h3 className="mb-2 text-xs font-semibold text-muted">{t('record.timeline')}</h3>
      {timeline.isPending && <SkeletonLines count={4} />}
      {timeline.isError && <Failure error={timeline.error} />}
      {timeline.data?.length === 0 && <p className="text-muted">{t('record.timelineEmpty')}</p>}
      <ol className="flex flex-col">
        {timeline.data?.map((entry) => (
          <li
            key={`${entry.type} ${entry.id}`}
            className="relative border-s border-line ps-4 pb-4 last:pb-0"
          >
            <span
              aria-hidden
              className="absolute -start-1 top-1.5 size-2 rounded-full bg-line-strong"
            />
            <p className="font-medium">{entry.title}</p>
            <p className="text-xs text-faint">
              {tOr(`timeline.${entry.type}`, entry.type)}
              {entry.status && ` · ${tOr(`status.${entry.status}`, entry.status)}`}
              {' · '}
              <time dateTime={entry.at} title={formatMoment(entry.at)}>
                {formatAgo(entry.at)}
              </time>
            </p>
            {entry.description && (
              <p className="mt-0.5 line-clamp-3 text-muted">{entry.description}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
