import type { OutcomesReport, TeamReport } from '@parley/contract'
import { memo } from 'react'
import { parley } from '../../api/client.ts'
import { formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Delta, Figure } from './figure.tsx'
import { Panel } from './panel.tsx'
import { type Report, type ReportQuery, useReport } from './use-report.ts'

/** From all calls to sales, and what the others came to. */
export const Funnel = memo(function Funnel({ query }: { readonly query: ReportQuery }) {
  const outcomes = useReport({
    queryKey: ['reports', 'outcomes', query],
    queryFn: () => parley.reports.outcomes(query),
  })
  return (
    <Panel title={t('report.funnel')} report={outcomes} lines={5}>
      {(report) => <Steps report={report} />}
    </Panel>
  )
})

const Steps = memo(function Steps({ report }: { readonly report: OutcomesReport }) {
  return (
    <>
      <ol className="figures flex flex-col gap-2.5">
        {report.funnel.map(({ step, figure, share_of_calls: share }) => (
          <li key={step}>
            <p className="flex items-baseline gap-2">
              <span className="flex-1">{t(`funnel.${step}`)}</span>
              <Delta figure={figure} />
              <span className="font-semibold">
                <Figure figure={figure} name={t(`funnel.${step}`)} />
              </span>
              <span className="w-12 text-end text-xs text-muted">
                {share === null ? '–' : formatShare(share)}
              </span>
            </p>
            <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-full bg-hover">
              <div
                className="h-full rounded-full bg-accent"
                style={{ width: `${(share ?? 0) * 100}%` }}
              />
            </div>
          </li>
        ))}
      </ol>
      <dl className="figures mt-4 grid grid-cols-[1fr_auto] gap-y-1 border-t border-line pt-3 text-muted">
        {report.outcomes.map(({ outcome, figure }) => (
          <div key={outcome} className="contents">
            <dt>{t(`outcome.${outcome}`)}</dt>
            <dd className="text-end text-text">
              <Figure figure={figure} name={t(`outcome.${outcome}`)} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
})

export function Objections({ team }: { readonly team: Report<TeamReport> }) {
  return (
    // What went wrong stands above the figures of the team.
    <Panel title={t('report.objections')} report={{ ...team, error: null }} lines={4} flush>
      {({ objections }) => <Met objections={objections} />}
    </Panel>
  )
}

const Met = memo(function Met({ objections }: Pick<TeamReport, 'objections'>) {
  if (objections.length === 0) {
    return <p className="px-4 py-3 text-muted">{t('report.objectionsEmpty')}</p>
  }
  return (
    <table className="w-full">
      <thead className="text-xs text-muted">
        <tr className="border-b border-line">
          <th scope="col" className="py-2 ps-4 text-start font-medium">
            {t('field.type')}
          </th>
          <th scope="col" className="px-2 py-2 text-end font-medium">
            {t('report.met')}
          </th>
          <th scope="col" className="py-2 pe-4 text-end font-medium">
            {t('report.mastery')}
          </th>
        </tr>
      </thead>
      <tbody>
        {objections.map(({ type, met, mastery }) => (
          <tr key={type} className="border-b border-line last:border-b-0">
            <th scope="row" className="py-2 ps-4 text-start font-normal">
              {t(`objection.${type}`)}
            </th>
            <td className="px-2 py-2 text-end">
              <Figure figure={met} name={t(`objection.${type}`)} />
            </td>
            <td className="py-2 pe-4 text-end">
              <Figure figure={mastery} name={t('report.mastery')} /> <Delta figure={mastery} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
})
