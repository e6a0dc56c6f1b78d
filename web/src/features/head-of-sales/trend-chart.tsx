import type { TrendReport } from '@parley/contract'
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatMonth, formatNumber } from '../../i18n/format.ts'
import { isRightToLeft, t } from '../../i18n/index.ts'

const axis = { fontSize: 11, fill: 'var(--muted)' } as const

/** Calls as bars, their average score as a line; the same as a table for those who hear it. */
export function TrendChart({ months }: { readonly months: TrendReport['months'] }) {
  const data = months.map(({ month, figures }) => ({
    month: formatMonth(month),
    calls: figures.calls.value,
    score: figures.average_score.value,
  }))
  return (
    <figure>
      <div aria-hidden className="h-56" dir="ltr">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={data}
            margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="month"
              tick={axis}
              tickLine={false}
              axisLine={false}
              reversed={isRightToLeft()}
            />
            <YAxis
              yAxisId="calls"
              tick={axis}
              tickLine={false}
              axisLine={false}
              width={32}
              allowDecimals={false}
            />
            <YAxis
              yAxisId="score"
              orientation="right"
              domain={[0, 100]}
              tick={axis}
              tickLine={false}
              axisLine={false}
              width={28}
            />
            <Tooltip
              isAnimationActive={false}
              formatter={(value) => formatNumber(Number(value), 1)}
              contentStyle={{
                background: 'var(--raised)',
                border: '1px solid var(--line)',
                borderRadius: 8,
                fontSize: 12,
                color: 'var(--text)',
              }}
              cursor={{ fill: 'var(--hover)' }}
            />
            <Bar
              yAxisId="calls"
              dataKey="calls"
              name={t('figure.calls')}
              fill="var(--line-strong)"
              radius={[3, 3, 0, 0]}
              maxBarSize={28}
              isAnimationActive={false}
            />
            <Line
              yAxisId="score"
              dataKey="score"
              name={t('figure.average_score')}
              stroke="var(--accent)"
              strokeWidth={2}
              dot={{ r: 3, fill: 'var(--accent)' }}
              connectNulls
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
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
    </figure>
  )
}
