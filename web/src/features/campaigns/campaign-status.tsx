import type { Campaign, Progress, Recipient } from '@parley/contract'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, type Tone } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'

const tones = {
  SCHEDULED: 'info',
  PENDING: 'neutral',
  RUNNING: 'accent',
  PAUSED: 'warn',
  COMPLETED: 'good',
  CANCELLED: 'neutral',
  FAILED: 'bad',
} as const satisfies Record<Campaign['status'], Tone>

export function CampaignStatus({ status }: { readonly status: Campaign['status'] }) {
  return <Badge tone={tones[status]}>{t(`campaignStatus.${status}`)}</Badge>
}

export const recipientTones = {
  PENDING: 'neutral',
  QUEUED: 'info',
  IN_PROGRESS: 'accent',
  COMPLETED: 'good',
  FAILED: 'bad',
  SKIPPED: 'warn',
  CANCELLED: 'neutral',
} as const satisfies Record<Recipient['status'], Tone>

/** Those who are through first, those who wait last. */
export const statusOrder = [
  'COMPLETED',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
  'IN_PROGRESS',
  'QUEUED',
  'PENDING',
] as const satisfies readonly Recipient['status'][]

const fills = {
  COMPLETED: 'bg-good',
  FAILED: 'bg-bad',
  SKIPPED: 'bg-warn',
  CANCELLED: 'bg-line-strong',
  IN_PROGRESS: 'bg-accent',
  QUEUED: 'bg-info',
  PENDING: 'bg-line',
} as const satisfies Record<Recipient['status'], string>

export function StatusDot({ status }: { readonly status: Recipient['status'] }) {
  return (
    <span aria-hidden className={cx('inline-block size-2 shrink-0 rounded-full', fills[status])} />
  )
}

/** How far a campaign has come, each status as long as its share. */
export function ProgressBar({
  progress,
  className,
}: {
  readonly progress: Progress
  readonly className?: string
}) {
  const { total, done, byStatus } = progress
  const text = t('campaigns.doneOf', { done: formatNumber(done), total: formatNumber(total) })
  return (
    <div
      role="progressbar"
      aria-label={t('campaigns.progress')}
      aria-valuemin={0}
      aria-valuemax={Math.max(total, 1)}
      aria-valuenow={done}
      aria-valuetext={text}
      className={cx('flex h-2 overflow-hidden rounded-full bg-hover', className)}
    >
      {statusOrder.map((status) => (
        <span
          key={status}
          className={fills[status]}
          style={{ width: `${total === 0 ? 0 : (byStatus[status] / total) * 100}%` }}
        />
      ))}
    </div>
  )
}
