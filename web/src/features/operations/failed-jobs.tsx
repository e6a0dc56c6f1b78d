import type { FailedJob } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatAgo, formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Failure } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

const lookAgainMs = 10_000

/** Jobs that nobody tries again by themselves. */
export function FailedJobs() {
  const cache = useQueryClient()
  const [discarding, setDiscarding] = useState<FailedJob>()
  const failed = useQuery({
    queryKey: ['operations', 'failed-jobs'],
    queryFn: () => parley.operations.failedJobs(),
    refetchInterval: lookAgainMs,
  })
  const settle = {
    onError: tellFailure,
    onSettled() {
      setDiscarding(undefined)
      return cache.invalidateQueries({ queryKey: ['operations'] })
    },
  }
  const retry = useMutation({
    mutationFn: (ids: string[]) => parley.operations.retryJobs({ ids }),
    onSuccess: ({ count }) => tell(t('operations.retried', { count: formatNumber(count) })),
    ...settle,
  })
  const discard = useMutation({
    mutationFn: (ids: string[]) => parley.operations.discardJobs({ ids }),
    onSuccess: () => tell(t('operations.discarded')),
    ...settle,
  })
  if (failed.isError) return <Failure error={failed.error} />
  if (!failed.data || failed.data.length === 0) return null
  return (
    <Card
      title={t('operations.failedJobs')}
      actions={
        <Button
          size="sm"
          disabled={retry.isPending}
          onClick={() => retry.mutate(failed.data.map(({ id }) => id))}
        >
          <RotateCw aria-hidden size={13} />
          {t('operations.retryAll')}
        </Button>
      }
      flush
    >
      <ul>
        {failed.data.map((job) => (
          <FailedRow
            key={job.id}
            job={job}
            busy={retry.isPending}
            onRetry={() => retry.mutate([job.id])}
            onDiscard={() => setDiscarding(job)}
          />
        ))}
      </ul>
      <Confirm
        open={discarding !== undefined}
        onClose={() => setDiscarding(undefined)}
        title={t('operations.discardTitle')}
        description={t('operations.discardText')}
        action={t('action.delete')}
        busy={discard.isPending}
        onConfirm={() => discarding && discard.mutate([discarding.id])}
      />
    </Card>
  )
}

type RowProps = {
  readonly job: FailedJob
  readonly busy: boolean
  readonly onRetry: () => void
  readonly onDiscard: () => void
}

function FailedRow({ job, busy, onRetry, onDiscard }: RowProps) {
  const { id, name, attempts, error, failed_at: failedAt } = job
  const [first = ''] = error.split('\n')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <details className="min-w-0 flex-1 basis-64">
        <summary className="truncate rounded">
          <bdi className="font-mono text-xs">{name}</bdi>{' '}
          <span className="text-bad" dir="auto">
            {first}
          </span>
        </summary>
        <pre
          className="mt-2 max-h-48 overflow-auto rounded-md bg-hover p-2 text-xs"
          dir="ltr"
          tabIndex={0}
        >
          {error}
        </pre>
      </details>
      <span className="figures text-xs text-muted">
        {t('operations.tries', { count: formatNumber(attempts) })}
      </span>
      <time
        className="figures text-xs text-faint"
        dateTime={failedAt}
        title={formatMoment(failedAt)}
      >
        {formatAgo(failedAt)}
      </time>
      <span className="flex gap-1">
        <Button
          size="sm"
          disabled={busy}
          aria-label={t('operations.retryJob', { name, id })}
          onClick={onRetry}
        >
          <RotateCw aria-hidden size={13} />
          {t('action.retry')}
        </Button>
        <IconButton label={t('operations.discardJob', { name, id })} onClick={onDiscard}>
          <Trash2 aria-hidden size={14} />
        </IconButton>
      </span>
    </li>
  )
}
