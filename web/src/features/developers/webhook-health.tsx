import { useQuery } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { formatMoment, formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Failure } from '../../ui/states.tsx'

const ranges = ['24h', '7d', '30d'] as const

/** How deliveries went over time. */
export function WebhookHealth({ id }: { readonly id: string }) {
  const [search, setSearch] = useUrl()
  const range = ranges.find((known) => known === search.range) ?? '24h'
  const stats = useQuery({
    queryKey: ['webhooks', 'stats', id, range],
    queryFn: () => parley.webhooks.stats(id, { range }),
  })
  const most = Math.max(1, ...(stats.data?.series.map(({ attempts }) => attempts) ?? []))
  return (
    <Card
      title={t('webhooks.health')}
      actions={
        <select
          aria-label={t('report.period')}
          className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
          value={range}
          onChange={({ target }) => setSearch({ range: target.value })}
        >
          {ranges.map((one) => (
            <option key={one} value={one}>
              {t(`range.${one}`)}
            </option>
          ))}
        </select>
      }
    >
      {stats.isPending && <SkeletonLines count={3} />}
      {stats.isError && <Failure error={stats.error} />}
      {stats.data?.attempts === 0 && <p className="text-muted">{t('webhooks.noneThen')}</p>}
      {stats.data && stats.data.attempts > 0 && (
        <div className="figures flex flex-col gap-3">
          <p className="text-muted">
            {t('webhooks.stats', {
              attempts: formatNumber(stats.data.attempts),
              rate: stats.data.success_rate === null ? '–' : formatShare(stats.data.success_rate),
              p50: stats.data.p50_ms === null ? '–' : formatNumber(stats.data.p50_ms),
              p95: stats.data.p95_ms === null ? '–' : formatNumber(stats.data.p95_ms),
            })}
          </p>
          <ul className="flex h-16 items-end gap-0.5" aria-label={t('webhooks.health')}>
            {stats.data.series.map(({ start, attempts, succeeded }) => {
              const text = `${formatMoment(start)}: ${succeeded}/${attempts}`
              return (
                <li key={start} title={text} className="flex h-full flex-1 flex-col justify-end">
                  <span className="sr-only">{text}</span>
                  <span
                    className="bg-bad"
                    style={{ height: `${((attempts - succeeded) / most) * 100}%` }}
                  />
                  <span className="bg-good" style={{ height: `${(succeeded / most) * 100}%` }} />
                  <span className="h-px bg-line-strong" />
                </li>
              )
            })}
          </ul>
        </div>
      )}
    </Card>
  )
}
