import type { DealStage, PipelineReport } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { parley } from '../../api/client.ts'
import { useStages } from '../../api/queries.ts'
import { formatMoney, formatMonthOfYear, today } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { StageName } from '../../records/value.tsx'
import { useUrl } from '../../shell/use-url.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty, Failure } from '../../ui/states.tsx'
import { type Cell, monthsOf, sumOf } from './forecast-rules.ts'

/** What open deals may bring, by the month they are expected to close in and their stage. */
export function Forecast() {
  const [{ owner_id: owner }] = useUrl()
  const stages = useStages()
  const report = useQuery({
    queryKey: ['reports', 'pipeline', 'forecast', owner],
    queryFn: () => parley.reports.pipeline(owner ? { owner_id: owner } : {}),
  })
  if (report.isPending) return <SkeletonLines count={10} />
  if (report.isError) {
    return <Failure error={report.error} retry={() => void report.refetch()} />
  }
  const cells = report.data.forecast
  if (cells.length === 0) return <Empty title={t('state.empty')} text={t('forecast.empty')} />
  const used = stages.filter(({ id }) => cells.some(({ stage_id: stage }) => stage === id))
  return <Grid cells={cells} stages={used} />
}

type GridProps = {
  readonly cells: PipelineReport['forecast']
  readonly stages: readonly DealStage[]
}

function Grid({ cells, stages }: GridProps) {
  const months = monthsOf(cells, today())
  const most = Math.max(1, ...months.map(({ cells: of }) => sumOf(of, 'value')))
  return (
    <div
      className="min-h-0 flex-1 overflow-auto p-4"
      data-scroller
      tabIndex={0}
      role="region"
      aria-label={t('deals.forecast')}
    >
      <p className="mb-3 max-w-2xl text-muted">{t('forecast.text')}</p>
      <table className="figures w-full min-w-max">
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 pe-4 text-start font-medium">
              {t('forecast.month')}
            </th>
            {stages.map(({ id, key }) => (
              <th key={id} scope="col" className="px-3 py-2 text-end font-medium">
                <span className="inline-flex">
                  <StageName stage={key} />
                </span>
              </th>
            ))}
            <th scope="col" className="px-3 py-2 text-end font-medium">
              {t('field.value')}
            </th>
            <th scope="col" className="py-2 ps-3 text-end font-medium">
              {t('figure.weighted_forecast')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, isPast, cells: of }) => (
            <tr key={month} className="border-b border-line">
              <th scope="row" className="py-2 pe-4 text-start font-medium">
                <span className={cx(isPast && 'text-bad')}>{formatMonthOfYear(month)}</span>
                {isPast && (
                  <span className="ms-2 text-xs font-normal text-bad">{t('risk.overdue')}</span>
                )}
                <span
                  aria-hidden
                  className="mt-1 block h-1 rounded-full bg-accent"
                  style={{ width: `${Math.max(2, (sumOf(of, 'value') / most) * 100)}%` }}
                />
              </th>
              {stages.map(({ id, key, name }) => (
                <Sum
                  key={id}
                  month={month}
                  stage={key}
                  stageName={name}
                  cells={of.filter(({ stage_id: stage }) => stage === id)}
                />
              ))}
              <Sum month={month} cells={of} strong />
              <td className="py-2 ps-3 text-end font-semibold text-accent">
                {formatMoney(sumOf(of, 'weighted'))}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th scope="row" className="py-2.5 pe-4 text-start">
              {t('list.total')}
            </th>
            {stages.map(({ id }) => (
              <td key={id} className="px-3 py-2.5 text-end">
                {formatMoney(
                  sumOf(
                    cells.filter(({ stage_id: stage }) => stage === id),
                    'value',
                  ),
                )}
              </td>
            ))}
            <td className="px-3 py-2.5 text-end">{formatMoney(sumOf(cells, 'value'))}</td>
            <td className="py-2.5 ps-3 text-end text-accent">
              {formatMoney(sumOf(cells, 'weighted'))}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

type SumProps = {
  readonly month: string
  readonly cells: readonly Cell[]
  readonly stage?: string
  readonly stageName?: string
  readonly strong?: boolean
}

/** Leads to the deals it was made of. */
function Sum({ month, cells, stage, stageName, strong = false }: SumProps) {
  const [{ owner_id: owner }] = useUrl()
  const deals = sumOf(cells, 'deals')
  if (deals === 0) {
    return <td className="px-3 py-2 text-end text-faint">–</td>
  }
  const about = [formatMonthOfYear(month), stageName].filter(Boolean).join(', ')
  return (
    <td className={cx('px-3 py-2 text-end', strong && 'font-semibold')}>
      <Link
        to="/deals"
        search={{
          status: 'open',
          stage,
          owner_id: owner,
          expected_close_date_from: month,
          expected_close_date_to: lastDayOf(month),
        }}
        aria-label={`${about}: ${formatMoney(sumOf(cells, 'value'))}`}
        title={t('forecast.deals', { count: deals })}
        className="rounded hover:text-accent hover:underline"
      >
        {formatMoney(sumOf(cells, 'value'))}
      </Link>
    </td>
  )
}

function lastDayOf(month: string): string {
  const date = new Date(`${month}T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + 1, 0)
  return date.toISOString().slice(0, 10)
}
