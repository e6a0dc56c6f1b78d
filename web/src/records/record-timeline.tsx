import { useQuery } from '@tanstack/react-query'
import { formatAgo, formatMoment } from '../i18n/format.ts'
import { t, tOr } from '../i18n/index.ts'
import { SkeletonLines } from '../ui/bits.tsx'
import { Failure } from '../ui/states.tsx'
import type { ResourceView } from './resource-view.ts'

type TimelineProps = {
  readonly view: ResourceView
  readonly id: string
  /** Something around it has the title already. */
  readonly untitled?: boolean
}

/** What happened around a record, newest first. */
export function Timeline({ view, id, untitled = false }: TimelineProps) {
  const timeline = useQuery({
    queryKey: ['timeline', view.name, id],
    queryFn: async () => (await view.timeline?.(id)) ?? [],
  })
  return (
    <section className={untitled ? 'p-4' : 'border-t border-line p-4'}>
      {!untitled && (
        <h3 className="mb-2 text-xs font-semibold text-muted">{t('record.timeline')}</h3>
      )}
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
            <p className="font-medium rtl:text-right" dir="auto">
              {entry.title}
            </p>
            <p className="text-xs text-faint">
              {tOr(`timeline.${entry.type}`, entry.type)}
              {entry.status && ` · ${statusWords(entry.status)}`}
              {' · '}
              <time dateTime={entry.at} title={formatMoment(entry.at)}>
                {formatAgo(entry.at)}
              </time>
            </p>
            {entry.description && (
              <p className="mt-0.5 line-clamp-3 text-muted rtl:text-right" dir="auto">
                {entry.description}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Each kind of entry has states of its own. */
function statusWords(status: string): string {
  const groups = ['status', 'activityOutcome', 'outcome'] as const
  return groups.reduce((words, group) => tOr(`${group}.${status}`, words), status)
}
