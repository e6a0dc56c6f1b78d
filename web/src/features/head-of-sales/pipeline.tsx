import type { PipelineReport } from '@parley/contract'
import { memo } from 'react'
import { parley } from '../../api/client.ts'
import { useNameOf } from '../../api/queries.ts'
import { formatDay, formatMoney } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { StageName } from '../../records/value.tsx'
import { Badge } from '../../ui/bits.tsx'
import { type Behind, Delta, Figure, FigureName, ListLink } from './figure.tsx'
import { Panel } from './panel.tsx'
import { type ReportQuery, useReport } from './use-report.ts'

function usePipeline(query: ReportQuery) {
  return useReport({
    queryKey: ['reports', 'pipeline', query],
    queryFn: () => parley.reports.pipeline(query),
  })
}

const totals = ['open_value', 'weighted_forecast', 'won_value', 'deals_won', 'win_rate'] as const

/** The deals that a figure was made of. */
function dealsBehind({ range }: PipelineReport, owner: string | undefined) {
  const closed = { 'closed_at[gte]': range.starts_at, 'closed_at[lt]': range.ends_at }
  const list = (search: Behind['search']): Behind => ({
    to: '/deals',
    search: { ...search, owner_id: owner },
  })
  return {
    open_value: list({ status: 'open' }),
    weighted_forecast: list({ status: 'open' }),
    won_value: list({ status: 'won', ...closed }),
    deals_won: list({ status: 'won', ...closed }),
    win_rate: list(closed),
  } satisfies Record<(typeof totals)[number], Behind>
}

/** Deals by stage, and what they may bring. */
export const Pipeline = memo(function Pipeline({ query }: { readonly query: ReportQuery }) {
  const owner = query.owner_id
  return (
    <Panel title={t('report.pipeline')} report={usePipeline(query)} lines={5} flush>
      {(report) => (
        <>
          <Totals report={report} owner={owner} />
          <Stages report={report} owner={owner} />
        </>
      )}
    </Panel>
  )
})

type PartProps = {
  readonly report: PipelineReport
  readonly owner: string | undefined
}

const Totals = memo(function Totals({ report, owner }: PartProps) {
  const behind = dealsBehind(report, owner)
  return (
    <ul className="figures flex flex-wrap gap-x-8 gap-y-3 border-b border-line px-4 py-3">
      {totals.map((name) => (
        <li key={name} className="flex flex-col">
          <FigureName of={name} name={t(`figure.${name}`)} figure={report[name]} />
          <span className="flex items-baseline gap-2 font-semibold">
            <Figure figure={report[name]} name={t(`figure.${name}`)} behind={behind[name]} />
            <Delta figure={report[name]} />
          </span>
        </li>
      ))}
    </ul>
  )
})

const Stages = memo(function Stages({ report: { stages, range }, owner }: PartProps) {
  const passed = (name: 'entered_stage' | 'left_stage', stage: string): Behind => ({
    to: '/deals',
    search: { [name]: `${stage},${range.starts_at},${range.ends_at}`, owner_id: owner },
  })
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('report.pipeline')}>
      <table className="w-full">
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 ps-4 text-start font-medium">
              {t('field.stage')}
            </th>
            {(['open_value', 'stage_conversion', 'time_in_stage'] as const).map((name) => (
              <th key={name} scope="col" className="px-2 py-2 text-end font-medium last:pe-4">
                {t(`figure.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.stage_id} className="border-b border-line last:border-b-0">
              <th scope="row" className="py-2 ps-4 text-start font-normal">
                <ListLink to="/deals" search={{ stage: stage.key }} className="hover:text-accent">
                  <StageName stage={stage.key} />
                </ListLink>
              </th>
              <td className="px-2 py-2 text-end">
                <Figure
                  figure={stage.open_value}
                  name={`${stage.name}, ${t('figure.open_value')}`}
                  behind={{
                    to: '/deals',
                    search: { status: 'open', stage: stage.key, owner_id: owner },
                  }}
                />
              </td>
              <td className="px-2 py-2 text-end">
                <Figure
                  figure={stage.conversion}
                  name={`${stage.name}, ${t('figure.stage_conversion')}`}
                  behind={passed('entered_stage', stage.key)}
                />
              </td>
              <td className="py-2 pe-4 text-end">
                <Figure
                  figure={stage.time_in_stage}
                  name={`${stage.name}, ${t('figure.time_in_stage')}`}
                  behind={passed('left_stage', stage.key)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
})

const listedAtMost = 10

/** Deals that need somebody, and why. */
export const DealsAtRisk = memo(function DealsAtRisk({ query }: { readonly query: ReportQuery }) {
  const pipeline = usePipeline(query)
  return (
    <Panel
      title={t('report.atRisk')}
      actions={<Badge>{pipeline.data?.at_risk_count}</Badge>}
      // What went wrong stands in the panel above.
      report={{ ...pipeline, error: null }}
      lines={4}
      flush
    >
      {(report) => <AtRisk deals={report.at_risk} />}
    </Panel>
  )
})

type AtRiskProps = { readonly deals: PipelineReport['at_risk'] }

const AtRisk = memo(function AtRisk({ deals }: AtRiskProps) {
  const nameOf = useNameOf()
  if (deals.length === 0) {
    return <p className="px-4 py-3 text-muted">{t('report.atRiskEmpty')}</p>
  }
  return (
    <ul>
      {deals.slice(0, listedAtMost).map((deal) => (
        <li key={deal.deal_id} className="border-b border-line last:border-b-0 hover:bg-hover">
          <ListLink
            to="/deals"
            search={{ open: deal.deal_id }}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2"
          >
            <span className="min-w-40 flex-1">
              <span className="block font-medium">{deal.title}</span>
              <span className="text-xs text-faint">
                <bdi>{nameOf(deal.owner_id)}</bdi> · {formatDay(deal.expected_close_date)}
              </span>
            </span>
            <span className="flex flex-wrap gap-1">
              {deal.reasons.map(({ reason }) => (
                <Badge key={reason} tone="warn">
                  {t(`risk.${reason}`)}
                </Badge>
              ))}
            </span>
            <span className="figures w-24 text-end font-semibold">{formatMoney(deal.value)}</span>
          </ListLink>
        </li>
      ))}
    </ul>
  )
})
