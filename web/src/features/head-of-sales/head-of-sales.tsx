import type { ReportFigures, TeamReport } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { parley } from '../../api/client.ts'
import { formatDay } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Card, Page, Skeleton } from '../../ui/bits.tsx'
import { Failure } from '../../ui/states.tsx'
import { Delta, Figure, FigureName, Sparkline } from './figure.tsx'
import { Funnel, Objections } from './funnel.tsx'
import { HeatMap } from './heat-map.tsx'
import { PeriodPicker, useRange } from './period.tsx'
import { DealsAtRisk, Pipeline } from './pipeline.tsx'
import { CoachingQueue } from './coaching-queue.tsx'
import { TeamTable } from './team-table.tsx'

const TrendChart = lazy(async () => ({ default: (await import('./trend-chart.tsx')).TrendChart }))

const shown = [
  'calls',
  'average_score',
  'closing_rate',
  'show_up_rate',
  'next_step_rate',
  'talk_ratio',
  'objection_mastery',
  'follow_up_adherence',
] as const

/** Figures of the team: every number opens what it was made of. */
export function HeadOfSales() {
  const range = useRange()
  const [{ owner_id: owner }] = useUrl()
  const query = { ...range, ...(owner && { owner_id: owner }) }
  const team = useQuery({
    queryKey: ['reports', 'team', query],
    queryFn: () => parley.reports.team(query),
  })
  const trend = useQuery({
    queryKey: ['reports', 'trend', owner],
    queryFn: () => parley.reports.trend(owner ? { owner_id: owner } : {}),
  })
  return (
    <Page title={t('nav.headOfSales')} actions={<PeriodPicker />} wide>
      <Range report={team.data} />
      {team.isError && <Failure error={team.error} retry={() => void team.refetch()} />}
      <Figures report={team.data} months={trend.data?.months ?? []} />
      <TeamTable />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2 print:block">
        <Funnel query={query} />
        <Card title={t('report.trend')}>
          <Suspense fallback={<Skeleton className="h-56 w-full" />}>
            {trend.data ? (
              <TrendChart months={trend.data.months} />
            ) : (
              <Skeleton className="h-56 w-full" />
            )}
          </Suspense>
        </Card>
      </div>
      <HeatMap query={query} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2 print:block">
        <CoachingQueue range={team.data?.range} owner={owner} />
        <Objections objections={team.data?.objections} />
      </div>
      <Pipeline query={query} />
      <DealsAtRisk query={query} />
    </Page>
  )
}

/** Its line is there before its words: nothing below moves when they come. */
function Range({ report }: { readonly report: TeamReport | undefined }) {
  if (!report) return <div aria-hidden className="h-4.5" />
  const { from, to, previous } = report.range
  return (
    <p className="min-h-4.5 text-xs text-muted">
      {formatDay(from)} – {formatDay(to)} · {t('report.against')} {formatDay(previous.from)} –{' '}
      {formatDay(previous.to)}
      {report.scope === 'own' && ` · ${t('report.ownOnly')}`}
    </p>
  )
}

type FiguresProps = {
  readonly report: TeamReport | undefined
  readonly months: readonly { readonly figures: ReportFigures }[]
}

function Figures({ report, months }: FiguresProps) {
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-4">
      {shown.map((name) => {
        const figure = report?.figures[name]
        const title = t(`figure.${name}`)
        return (
          <li key={name} className="flex min-h-24 flex-col bg-raised px-4 py-3">
            {figure && report ? (
              <>
                <FigureName of={name} name={title} figure={figure} />
                <span className="figures mt-1 flex items-baseline gap-2">
                  <span className="text-xl font-semibold">
                    <Figure figure={figure} name={title} />
                  </span>
                  <Delta figure={figure} lessIsBetter={name === 'talk_ratio'} />
                </span>
                <span className="mt-auto">
                  <Sparkline values={months.map((month) => month.figures[name].value)} />
                </span>
              </>
            ) : (
              <>
                <Skeleton className="w-20" />
                <Skeleton className="mt-3 h-6 w-14" />
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
