import type { Progress } from '@parley/contract'
import { formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'
import { ProgressBar, StatusDot, statusOrder } from './campaign-status.tsx'
import { LiveChart } from './live-chart.tsx'

const outcomes = [
  'answered',
  'voicemail',
  'no_answer',
  'busy',
  'declined',
  'failed',
  'invalid',
  'blocked',
] as const satisfies readonly (keyof Progress['byOutcome'])[]

const reasons = [
  'do_not_call',
  'no_consent',
  'no_time_zone',
  'never_open',
] as const satisfies readonly (keyof Progress['bySkipReason'])[]

type ProgressProps = { readonly progress: Progress; readonly isLive: boolean }

/** People by where they stand, and calls by what they came to. */
export function CampaignProgress({ progress, isLive }: ProgressProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={t('campaigns.progress')}>
        <div className="flex flex-col gap-4">
          <Figures progress={progress} />
          <ProgressBar progress={progress} className="h-2.5" />
          <ul className="figures grid grid-cols-2 gap-x-6 gap-y-1">
            {statusOrder.map((status) => (
              <li key={status} className="flex items-center gap-2">
                <StatusDot status={status} />
                <span className="min-w-0 flex-1 truncate text-muted">
                  {t(`recipientStatus.${status}`)}
                </span>
                <span>{formatNumber(progress.byStatus[status])}</span>
              </li>
            ))}
          </ul>
          <SkipReasons progress={progress} />
          <LiveChart progress={progress} isLive={isLive} />
        </div>
      </Card>
      <Card title={t('campaigns.outcomes')}>
        <Outcomes byOutcome={progress.byOutcome} />
      </Card>
    </div>
  )
}

function Figures({ progress }: { readonly progress: Progress }) {
  const { activeCalls, attempts, byStatus, total, done } = progress
  const figures = [
    ['campaigns.done', total === 0 ? '–' : formatShare(done / total)],
    ['campaigns.talkedTo', formatNumber(byStatus.COMPLETED)],
    ['campaigns.now', formatNumber(activeCalls)],
    ['campaigns.calls', formatNumber(attempts)],
  ] as const
  return (
    <dl className="figures grid grid-cols-2 gap-3 sm:grid-cols-4">
      {figures.map(([label, value]) => (
        <div key={label} className="flex flex-col-reverse">
          <dt className="text-xs text-muted">{t(label)}</dt>
          <dd className="text-xl font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function SkipReasons({ progress: { bySkipReason } }: { readonly progress: Progress }) {
  const found = reasons.filter((reason) => bySkipReason[reason] > 0)
  if (found.length === 0) return null
  return (
    <ul className="figures text-xs text-muted">
      {found.map((reason) => (
        <li key={reason}>
          {t(`skipReason.${reason}`)}: {formatNumber(bySkipReason[reason])}
        </li>
      ))}
    </ul>
  )
}

function fillOf(outcome: (typeof outcomes)[number]): string {
  if (outcome === 'answered') return 'bg-good'
  if (outcome === 'voicemail') return 'bg-info'
  return ['failed', 'invalid', 'blocked'].includes(outcome) ? 'bg-bad' : 'bg-warn'
}

function Outcomes({ byOutcome }: Pick<Progress, 'byOutcome'>) {
  const sum = outcomes.reduce((total, outcome) => total + byOutcome[outcome], 0)
  const most = Math.max(1, ...outcomes.map((outcome) => byOutcome[outcome]))
  if (sum === 0) return <p className="text-muted">{t('campaigns.noCalls')}</p>
  return (
    <ul className="figures flex flex-col gap-2.5">
      {outcomes.map((outcome) => (
        <li key={outcome} className="grid grid-cols-[7.5rem_1fr_6rem] items-center gap-3">
          <span className="truncate text-muted">{t(`callOutcome.${outcome}`)}</span>
          <span aria-hidden className="h-3 overflow-hidden rounded-sm bg-hover">
            <span
              className={cx('block h-full', fillOf(outcome))}
              style={{ width: `${(byOutcome[outcome] / most) * 100}%` }}
            />
          </span>
          <span className="text-end">
            {formatNumber(byOutcome[outcome])}{' '}
            <span className="text-faint">({formatShare(byOutcome[outcome] / sum)})</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
