import type { CriteriaReport, ReportFigure } from '@parley/contract'
import { memo } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Figure } from './figure.tsx'
import { Panel } from './panel.tsx'
import { type ReportQuery, useReport } from './use-report.ts'

const bounds = [40, 60, 80] as const
const shades = [
  'bg-bad-soft text-bad',
  'bg-warn-soft text-warn',
  'bg-hover text-text',
  'bg-good-soft text-good',
]

/** Weak spots are seen at a glance, and read: the number stands in each cell. */
function shadeOf({ value }: ReportFigure): string {
  if (value === null) return 'text-faint'
  return shades[bounds.filter((bound) => value >= bound).length] ?? ''
}

/** Scores by rep and criterion. */
export const HeatMap = memo(function HeatMap({ query }: { readonly query: ReportQuery }) {
  const criteria = useReport({
    queryKey: ['reports', 'criteria', query],
    queryFn: () => parley.reports.criteria(query),
  })
  return (
    <Panel title={t('report.criteria')} report={criteria} lines={5} flush>
      {(report) => <Cells report={report} />}
    </Panel>
  )
})

/** A criterion is a row: there are more of them than of reps, and their names are longer. */
const Cells = memo(function Cells({ report }: { readonly report: CriteriaReport }) {
  if (report.criteria.length === 0) {
    return <p className="px-4 py-3 text-muted">{t('report.criteriaEmpty')}</p>
  }
  return (
    <div
      className="overflow-x-auto print:overflow-visible"
      tabIndex={0}
      role="region"
      aria-label={t('report.criteria')}
    >
      {/* However many reps there are, all of them are on the paper. */}
      <table className="w-full print:table-fixed print:wrap-break-word">
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 ps-4 text-start font-medium print:w-56">
              {t('report.criterion')}
            </th>
            <th scope="col" className="px-1 py-2 text-center font-medium">
              {t('report.wholeTeam')}
            </th>
            {report.reps.map(({ user_id: id, name }) => (
              <th key={id} scope="col" className="px-1 py-2 text-center font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.criteria.map((criterion, index) => (
            <tr
              key={`${criterion.scorecard_id} ${criterion.key}`}
              className="border-b border-line last:border-b-0"
            >
              <th scope="row" className="max-w-64 py-1 ps-4 text-start font-normal">
                <span className="block truncate" title={criterion.scorecard}>
                  {criterion.name}
                </span>
              </th>
              <Cell figure={criterion.team} name={criterion.name} />
              {report.reps.map(({ user_id: id, name, cells }) => {
                const figure = cells[index]?.figure
                return figure ? (
                  <Cell key={id} figure={figure} name={`${name}, ${criterion.name}`} />
                ) : (
                  <td key={id} />
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
})

function Cell({ figure, name }: { readonly figure: ReportFigure; readonly name: string }) {
  return (
    <td className="p-0.5 text-center text-xs">
      <span className={`block rounded px-2 py-1.5 ${shadeOf(figure)}`}>
        <Figure figure={figure} name={name}>
          {figure.value === null ? '–' : Math.round(figure.value)}
        </Figure>
      </span>
    </td>
  )
}
