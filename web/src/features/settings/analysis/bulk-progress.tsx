import type { BulkEvaluation } from '@parley/contract'
import { ParleyError } from '@parley/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { parley } from '../../../api/client.ts'
import { formatMoment, formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Badge, SkeletonLines } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Failure } from '../../../ui/states.tsx'
import { tellFailure } from '../../../ui/toast.ts'

const askAgainMs = 2_000
const tones = { running: 'accent', completed: 'good', canceled: 'neutral' } as const

type ProgressProps = { readonly id: string; readonly onForget: () => void }

/** How far it has come, asked for while it runs. */
export function BulkProgress({ id, onForget }: ProgressProps) {
  const cache = useQueryClient()
  const queryKey = ['bulk-evaluations', id]
  const bulk = useQuery({
    queryKey,
    queryFn: () => parley.evaluations.getBulk(id),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? askAgainMs : false),
  })
  const cancel = useMutation({
    mutationFn: () => parley.evaluations.cancelBulk(id),
    onSuccess: (saved) => cache.setQueryData(queryKey, saved),
    onError: tellFailure,
  })
  const isGone = bulk.error instanceof ParleyError && bulk.error.status === 404
  useEffect(() => {
    if (isGone) onForget()
  })
  if (bulk.isPending || isGone) return <SkeletonLines count={2} />
  if (!bulk.data) return <Failure error={bulk.error} retry={() => void bulk.refetch()} />
  const isRunning = bulk.data.status === 'running'
  return (
    <section
      aria-label={t('again.progress')}
      className="figures flex flex-col gap-2 border-t border-line pt-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[bulk.data.status]}>{t(`bulkStatus.${bulk.data.status}`)}</Badge>
        <span className="min-w-0 flex-1 text-xs text-faint">
          {formatMoment(bulk.data.created_at)}
        </span>
        {isRunning && (
          <Button size="sm" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('action.cancel')}
          </Button>
        )}
        {!isRunning && (
          <Button look="ghost" size="sm" onClick={onForget}>
            {t('action.close')}
          </Button>
        )}
      </div>
      <Bar bulk={bulk.data} />
      <Counts bulk={bulk.data} />
    </section>
  )
}

function doneOf({ evaluated, failed, canceled }: BulkEvaluation): number {
  return evaluated + failed + canceled
}

function Bar({ bulk }: { readonly bulk: BulkEvaluation }) {
  const { total, progress } = bulk
  return (
    <div
      role="progressbar"
      aria-label={t('again.progress')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(progress)}
      aria-valuetext={t('again.doneOf', {
        done: formatNumber(doneOf(bulk)),
        total: formatNumber(total),
      })}
      className="h-2 overflow-hidden rounded-full bg-hover"
    >
      <div className="h-full rounded-full bg-accent" style={{ width: `${progress}%` }} />
    </div>
  )
}

const counted = ['failed', 'canceled'] as const

function Counts({ bulk }: { readonly bulk: BulkEvaluation }) {
  if (bulk.total === 0) return <p className="text-muted">{t('again.none')}</p>
  const values = { done: formatNumber(doneOf(bulk)), total: formatNumber(bulk.total) }
  const more = counted
    .filter((name) => bulk[name] > 0)
    .map((name) => t(`bulkCount.${name}`, { count: formatNumber(bulk[name]) }))
  return <p className="text-muted">{[t('again.doneOf', values), ...more].join(' · ')}</p>
}
