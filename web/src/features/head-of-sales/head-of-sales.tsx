import type { TeamReport, TrendReport } from '@parley/contract'
import { memo, startTransition, useEffect, useMemo, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMe, useNameOf } from '../../api/queries.ts'
import { formatDay } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { cx } from '../../ui/cx.ts'
import { Page, Skeleton } from '../../ui/bits.tsx'
import { Failure } from '../../ui/states.tsx'
import { Delta, Figure, FigureName, Sparkline } from './figure.tsx'
import { Funnel, Objections } from './funnel.tsx'
import { HeatMap } from './heat-map.tsx'
import { paleIf } from './panel.tsx'
import { PeriodPicker, useRange } from './period.tsx'
import { DealsAtRisk, Pipeline } from './pipeline.tsx'
import { CoachingQueue } from './coaching-queue.tsx'
import { TeamTable } from './team-table.tsx'
import { Trend } from './trend-chart.tsx'
import { useReport } from './use-report.ts'

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

const pair = 'grid grid-cols-1 items-start gap-4 lg:grid-cols-2 print:block print:[&>*+*]:mt-4'
/** Laid out when somebody comes near, or prints. */
const below =
  '[contain-intrinsic-block-size:auto_22rem] [content-visibility:auto] print:[content-visibility:visible]'

/** Figures of the team: every number opens what it was made of. */
export function HeadOfSales() {
  const range = useRange()
  const [{ owner_id: owner }] = useUrl()
  const query = useMemo(() => ({ ...range, ...(owner && { owner_id: owner }) }), [range, owner])
  const team = useReport({
    queryKey: ['reports', 'team', query],
    queryFn: () => parley.reports.team(query),
  })
  const trend = useReport({
    queryKey: ['reports', 'trend', owner],
    queryFn: () => parley.reports.trend(owner ? { owner_id: owner } : {}),
  })
  // What everybody sees first is drawn and asked for first.
  const [isPastTheFirst, setPast] = useState(false)
  useEffect(() => startTransition(() => setPast(true)), [])
  return (
    <Page title={t('nav.headOfSales')} actions={<PeriodPicker />} wide>
      <Range report={team.data} owner={owner} />
      {team.error && <Failure error={team.error} retry={() => void team.refetch()} />}
      <Figures team={team.data} trend={trend.data} isOfBefore={team.isOfBefore} />
      <TeamTable />
      {isPastTheFirst && (
        <>
          <div className={pair}>
            <Funnel query={query} />
            <Trend trend={trend} />
          </div>
          <div className={below}>
            <HeatMap query={query} />
          </div>
          <div className={cx(pair, below)}>
            <CoachingQueue range={team.data?.range} owner={owner} />
            <Objections team={team} />
          </div>
          <div className={below}>
            <Pipeline query={query} />
          </div>
          <div className={below}>
            <DealsAtRisk query={query} />
          </div>
        </>
      )}
    </Page>
  )
}

type RangeProps = {
  readonly report: TeamReport | undefined
  readonly owner: string | undefined
}

/**
 * Its line is there before its words: nothing below moves when they come. On paper it also says whose
 * figures these are: the navigation, which says it on the screen, is not printed.
 */
function Range({ report, owner }: RangeProps) {
  const { workspace } = useMe()
  const nameOf = useNameOf()
  if (!report) return <div aria-hidden className="h-4.5" />
  const { from, to, previous } = report.range
  return (
    <p className="min-h-4.5 text-xs text-muted">
      {formatDay(from)} – {formatDay(to)} · {t('report.against')} {formatDay(previous.from)} –{' '}
      {formatDay(previous.to)}
      {report.scope === 'own' && ` · ${t('report.ownOnly')}`}
      <span className="hidden print:inline">
        {' · '}
        <bdi>{workspace.name}</bdi>
        {' · '}
        <bdi>{owner ? nameOf(owner) : t('report.wholeTeam')}</bdi>
      </span>
    </p>
  )
}

type FiguresProps = {
  readonly team: TeamReport | undefined
  readonly trend: TrendReport | undefined
  readonly isOfBefore: boolean
}

const Figures = memo(function Figures({ team: report, trend, isOfBefore }: FiguresProps) {
  const months = trend?.months ?? []
  return (
    <ul
      aria-busy={isOfBefore}
      className={cx(
        'grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-4',
        paleIf(isOfBefore),
      )}
    >
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
})
