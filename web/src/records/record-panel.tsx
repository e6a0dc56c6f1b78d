import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Maximize2, Pencil, Trash2, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useMay } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { SkeletonLines } from '../ui/bits.tsx'
import { buttonClass, IconButton } from '../ui/button.tsx'
import { Failure } from '../ui/states.tsx'
import { useBulk } from './change-records.ts'
import { Fields } from './record-fields.tsx'
import { RecordForm } from './record-form.tsx'
import { Timeline } from './record-timeline.tsx'
import type { ResourceView } from './resource-view.ts'

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
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold" dir="auto">
          {row ? view.titleOf(row) : t('state.loading')}
        </h2>
        {row && view.page && (
          <Link
            to={view.page.to}
            params={{ id }}
            aria-label={t('record.page')}
            title={t('record.page')}
            className={buttonClass('ghost', 'icon')}
          >
            <Maximize2 aria-hidden size={14} />
          </Link>
        )}
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
