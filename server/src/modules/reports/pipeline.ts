import type { DealAtRisk, FigureName, PipelineReport } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Counts } from './count-rules.ts'
import { countIn, countOf, type Made, ratio, rounded } from './figure-rules.ts'
import { type Asked, type Frame, headOf, openFrame, toFigure } from './frame.ts'
import { type MsSpan, type Passage, passagesIn, type StageChange } from './passage-rules.ts'
import {
  type DealAtRiskRow,
  selectDealsAtRisk,
  selectForecast,
  selectStageChanges,
  selectStages,
  type StageRow,
} from './pipeline-queries.ts'
import { findBeginnings } from './queries.ts'
import { reasonsOf, riskLimits } from './risk-rules.ts'
import { type Pair, sumRange } from './sums.ts'

const maxAtRisk = 100
const none: Made = { value: null, sample: 0 }

export async function getPipelineReport(
  context: Context,
  principal: Principal,
  asked: Asked,
): Promise<PipelineReport> {
  const frame = await openFrame(context, principal, asked)
  const { calendar } = frame
  const [pair, stages, changes, moments, risky, forecast] = await Promise.all([
    sumRange(context, frame, 'counts'),
    selectStages(context.db, frame),
    selectStageChanges(context.db, frame),
    momentsOf(context, frame),
    selectDealsAtRisk(context.db, frame, {
      now: context.now(),
      timeZone: calendar.timeZone,
      ...riskLimits,
      limit: maxAtRisk,
    }),
    selectForecast(context.db, frame),
  ])
  const passages = passagesOf(changes, stages, moments)
  return {
    ...headOf(frame),
    ...presentOf(frame, stages),
    ...closedOf(frame, pair),
    stages: stages.map(({ id, key, name, outcome, deals: open, value, weighted }) => ({
      stage_id: id,
      key,
      name,
      outcome,
      ...presentOf(frame, [{ deals: open, value, weighted }]),
      conversion: compare(frame, 'stage_conversion', passages(id), ({ advanced, entered }) =>
        ratio(advanced, entered),
      ),
      time_in_stage: compare(frame, 'time_in_stage', passages(id), ({ days, left }) =>
        ratio(days, left),
      ),
    })),
    forecast: forecast.map(({ value, weighted, ...row }) => ({
      ...row,
      value: rounded(value),
      weighted: rounded(weighted),
    })),
    at_risk: risky.map(dealAtRisk),
    at_risk_count: risky[0]?.among ?? 0,
  }
}

function dealAtRisk(row: DealAtRiskRow): DealAtRisk {
  const { deal_id, title, owner_id, stage, value, expected_close_date } = row
  const deal = { deal_id, title, owner_id, stage, value, expected_close_date }
  return { ...deal, reasons: reasonsOf(row) }
}

type Passages = readonly [now: Passage | undefined, before: Passage | undefined]

/** From the history of all deals: what passed through each stage now, and before. */
function passagesOf(
  changes: readonly StageChange[],
  stages: readonly StageRow[],
  { now, before }: { readonly now: MsSpan; readonly before: MsSpan },
): (stageId: string) => Passages {
  const [ofNow, ofBefore] = passagesIn(changes, stages, [now, before])
  return (id) => [ofNow?.get(id), ofBefore?.get(id)]
}

async function momentsOf({ db }: Context, { calendar, spans: { now, before } }: Frame) {
  const days = [now.from, now.until, before.from, before.until]
  const moments = await findBeginnings(db, calendar.timeZone, days)
  const [nowFrom = 0, nowUntil = 0, from = 0, until = 0] = moments.map(Date.parse)
  return { now: { from: nowFrom, until: nowUntil }, before: { from, until } }
}

function compare(
  frame: Frame,
  name: FigureName,
  [now, before]: Passages,
  make: (passage: Passage) => Made,
) {
  return toFigure(frame, name, [now ? make(now) : none, before ? make(before) : none])
}

/** What the open deals are worth now. */
function presentOf(frame: Frame, rows: readonly Pick<StageRow, 'deals' | 'value' | 'weighted'>[]) {
  const sum = (part: 'deals' | 'value' | 'weighted') =>
    rows.reduce((total, row) => total + row[part], 0)
  const sample = sum('deals')
  const figure = (name: FigureName, value: number) =>
    toFigure(frame, name, [{ value: rounded(value), sample }, none], { isPresent: true })
  return {
    open_value: figure('open_value', sum('value')),
    weighted_forecast: figure('weighted_forecast', sum('weighted')),
  }
}

const closedIn = (counts: Counts): number =>
  countIn(counts, 'deals.won') + countIn(counts, 'deals.lost')

function closedOf(frame: Frame, [now, before]: Pair) {
  const figure = (name: FigureName, make: (counts: Counts) => Made) =>
    toFigure(frame, name, [make(now), make(before)])
  return {
    deals_won: figure('deals_won', (counts) => ({
      value: countIn(counts, 'deals.won'),
      sample: closedIn(counts),
    })),
    won_value: figure('won_value', (counts) => countOf(counts, 'deals.won_value', 'deals.won')),
    win_rate: figure('win_rate', (counts) => ratio(countIn(counts, 'deals.won'), closedIn(counts))),
  }
}
