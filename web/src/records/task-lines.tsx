import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../api/queries.ts'
import { recordsApi } from '../api/records.ts'
import { formatDay } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { SkeletonLines } from '../ui/bits.tsx'
import { cx } from '../ui/cx.ts'
import { Failure } from '../ui/states.tsx'
import { tellFailure, tellWithUndo } from '../ui/toast.ts'
import { type Row, textOf } from './resource-view.ts'
import { Choice } from './value.tsx'

const linesAtMost = 100

type Query = Readonly<Record<string, string>>

export function useTasks(query: Query) {
  return useQuery({
    queryKey: ['tasks', 'lines', query],
    queryFn: ({ signal }) =>
      recordsApi.tasks.list(
        { sort: 'due_date', order: 'asc', limit: linesAtMost, ...query },
        { signal },
      ),
  })
}

type LinesProps = {
  readonly tasks: ReturnType<typeof useTasks>
  readonly empty: string
  readonly openId?: string | undefined
  readonly onOpen: (id: string) => void
}

/** Tasks one below the other, ticked off with one press. */
export function TaskLines({ tasks, empty, openId, onOpen }: LinesProps) {
  if (tasks.isPending) return <SkeletonLines count={4} />
  if (tasks.isError) return <Failure error={tasks.error} retry={() => void tasks.refetch()} />
  const rows = tasks.data.data
  if (rows.length === 0) return <p className="px-4 py-3 text-muted">{empty}</p>
  return (
    <ul>
      {rows.map((task) => (
        <TaskLine key={task.id} task={task} isOpen={openId === task.id} onOpen={onOpen} />
      ))}
    </ul>
  )
}

type LineProps = {
  readonly task: Row
  readonly isOpen: boolean
  readonly onOpen: (id: string) => void
}

function TaskLine({ task, isOpen, onOpen }: LineProps) {
  const complete = useComplete()
  const canWrite = useMay('write')
  const [isTicked, setIsTicked] = useState(false)
  const title = textOf(task.title)
  const about = [task.contact_name, task.company_name, task.deal_title].map(textOf).filter(Boolean)
  return (
    <li
      className={cx(
        'flex min-h-11 items-center gap-3 border-b border-line px-4 py-1.5',
        isOpen ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <input
        type="checkbox"
        aria-label={t('tasks.complete', { title })}
        className="size-4 shrink-0 accent-accent-fill"
        checked={isTicked || task.status === 'completed'}
        disabled={!canWrite}
        onChange={() => {
          setIsTicked(true)
          complete(task, () => setIsTicked(false))
        }}
      />
      <button
        type="button"
        className="min-w-0 flex-1 rounded text-start"
        onClick={() => onOpen(task.id)}
      >
        <span className="block truncate font-medium" dir="auto">
          {title}
        </span>
        {about.length > 0 && (
          <span className="block truncate text-xs text-faint" dir="auto">
            {about.join(' · ')}
          </span>
        )}
      </button>
      {task.priority !== 'medium' && task.priority !== 'low' && (
        <Choice words="priority" value={textOf(task.priority)} />
      )}
      <span
        className={cx(
          'figures shrink-0 text-xs',
          task.is_overdue === true ? 'font-medium text-bad' : 'text-faint',
        )}
      >
        {formatDay(textOf(task.due_date))}
      </span>
    </li>
  )
}

/** Shown as done at once, and as it was when the server refuses. */
function useComplete() {
  const cache = useQueryClient()
  const refresh = () => cache.invalidateQueries({ queryKey: ['tasks'] })
  return (task: Row, takeBack: () => void) => {
    const set = async (status: unknown) => {
      await recordsApi.tasks.patch(task.id, { status })
      await refresh()
    }
    set('completed').then(
      () =>
        tellWithUndo(t('tasks.completed', { title: textOf(task.title) }), () => {
          takeBack()
          set(task.status).catch(tellFailure)
        }),
      (error: unknown) => {
        takeBack()
        tellFailure(error)
      },
    )
  }
}
