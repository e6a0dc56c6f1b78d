import type { TrendReport } from '@parley/contract'
import { memo } from 'react'
import { formatMonth, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { cx } from '../../ui/cx.ts'
import { Panel } from './panel.tsx'
import { ticksUpTo } from './trend-rules.ts'
import type { Report } from './use-report.ts'

export function Trend({ trend }: { readonly trend: Report<TrendReport> }) {
  return (
    <Panel title={t('report.trend')} report={trend} lines={8}>
      {({ months }) => <Chart months={months} />}
    </Panel>
  )
}

type Month = { readonly month: string; readonly calls: number; readonly score: number | null }

const scores = [0, 25, 50, 75, 100] as const
const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/**
 * Calls as bars, their average score as a line; the same as a table for those who hear it. Drawn by
 * the browser's own layout: it mirrors by itself, and takes 2 ms where a library of charts took 250.
 */
const Chart = memo(function Chart({ months }: Pick<TrendReport, 'months'>) {
  const data = months.map(({ month, figures }) => ({
    month: formatMonth(month),
    calls: figures.calls.value ?? 0,
    score: figures.average_score.value,
  }))
  const ticks = ticksUpTo(Math.max(0, ...data.map(({ calls }) => calls)))
  const most = ticks.at(-1) ?? 1
  return (
    <figure>
      <div aria-hidden className="figures flex h-56 gap-2 pt-2 text-2xs text-muted">
        <Axis ticks={ticks} className="w-7 text-end" />
        <div className="relative mb-5 min-w-0 flex-1">
          {ticks.map((tick) => (
            <div
              key={tick}
              className="absolute inset-x-0 border-t border-line"
              style={{ bottom: percent(tick / most) }}
            />
          ))}
          <ol className="absolute inset-0 flex">
            {data.map((month, index) => (
              <Bar key={month.month} {...month} most={most} isLate={index >= data.length / 2} />
            ))}
          </ol>
          <Scores data={data} />
        </div>
        <Axis ticks={scores} className="w-6" />
      </div>
      <figcaption className="flex gap-4 pt-2 text-xs text-muted">
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-sm bg-line-strong" />
          {t('figure.calls')}
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="h-0.5 w-3 bg-accent" />
          {t('figure.average_score')}
        </span>
      </figcaption>
      <AsTable data={data} />
    </figure>
  )
})

type AxisProps = { readonly ticks: readonly number[]; readonly className: string }

function Axis({ ticks, className }: AxisProps) {
  return (
    <ol className={cx('relative mb-5 shrink-0', className)}>
      {ticks.map((tick, index) => (
        <li
          key={tick}
          className="absolute inset-x-0 translate-y-1/2 leading-none"
          style={{ bottom: percent(index / (ticks.length - 1)) }}
        >
          {formatNumber(tick)}
        </li>
      ))}
    </ol>
  )
}

type BarProps = Month & {
  readonly most: number
  /** Of the second half: its words stand on the other side of it. */
  readonly isLate: boolean
}

function Bar({ month, calls, score, most, isLate }: BarProps) {
  return (
    <li className="group relative flex flex-1 flex-col items-center justify-end hover:bg-hover">
      <div
        className="w-3/5 max-w-7 rounded-t-[3px] bg-line-strong"
        style={{ height: percent(calls / most) }}
      />
      <span className="absolute top-full pt-1.5 whitespace-nowrap">{month}</span>
      <dl
        className={cx(
          'pointer-events-none absolute top-2 z-10 hidden grid-cols-[auto_auto] gap-x-3 gap-y-0.5 rounded-lg border border-line bg-raised px-2.5 py-1.5 text-xs whitespace-nowrap text-text shadow-float group-hover:grid',
          isLate ? 'end-full' : 'start-full',
        )}
      >
        <dt className="col-span-2 font-semibold">{month}</dt>
        <dt className="text-muted">{t('figure.calls')}</dt>
        <dd className="text-end">{formatNumber(calls)}</dd>
        <dt className="text-muted">{t('figure.average_score')}</dt>
        <dd className="text-end">{score === null ? '–' : formatNumber(score, 1)}</dd>
      </dl>
    </li>
  )
}

/** Over the bars, through the middle of each; months without a score are passed over. */
function Scores({ data }: { readonly data: readonly Month[] }) {
  const points = data.flatMap(({ score }, index) =>
    score === null ? [] : [{ x: (index + 0.5) / data.length, y: score / 100 }],
  )
  return (
    <div className="pointer-events-none absolute inset-0">
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="absolute inset-0 size-full overflow-visible text-accent rtl:-scale-x-100"
      >
        <polyline
          points={points.map(({ x, y }) => `${x * 100},${100 - y * 100}`).join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      {points.map(({ x, y }) => (
        <span
          key={x}
          className="absolute -ms-[3px] size-1.5 translate-y-1/2 rounded-full bg-accent"
          style={{ insetInlineStart: percent(x), bottom: percent(y) }}
        />
      ))}
    </div>
  )
}

function AsTable({ data }: { readonly data: readonly Month[] }) {
  return (
    <table className="sr-only">
      <caption>{t('report.trend')}</caption>
      <tbody>
        {data.map(({ month, calls, score }) => (
          <tr key={month}>
            <th scope="row">{month}</th>
            <td>{calls}</td>
            <td>{score === null ? '–' : formatNumber(score, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
