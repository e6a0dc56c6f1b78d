import type { FigureName, PipelineReport } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Counts } from './count-rules.ts'
import { countIn, countOf, type Made, ratio, rounded } from './figure-rules.ts'
import { type Asked, type Frame, headOf, openFrame, toFigure } from './frame.ts'
import {
  type Passage,
  type StageRow,
  selectForecast,
  selectOpenDeals,
  selectPassages,
  selectStages,
} from './pipeline-queries.ts'
import { findBeginnings } from './queries.ts'
import { atRisk } from './risk-rules.ts'
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
  const [pair, stages, passages, deals, forecast] = await Promise.all([
    sumRange(context, frame, 'counts'),
    selectStages(context.db, frame),
    passagesOf(context, frame),
    selectOpenDeals(context.db, frame, { now: context.now(), timeZone: calendar.timeZone }),
    selectForecast(context.db, frame),
  ])
  const risky = atRisk(deals, calendar.today)
  return {
    ...headOf(frame),
    ...presentOf(frame, stages),
    ...closedOf(frame, pair),
    stages: stages.map(({ id, key, name, outcome, ...row }) => ({
      stage_id: id,
      key,
      name,
      outcome,
      ...presentOf(frame, [row]),
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
    at_risk: risky.slice(0, maxAtRisk),
    at_risk_count: risky.length,
  }
}

type Passages = readonly [now: Passage | undefined, before: Passage | undefined]

async function passagesOf({ db }: Context, frame: Frame): Promise<(stageId: string) => Passages> {
  const { now, before } = frame.spans
  const [nowFrom = '', nowUntil = '', from = '', until = ''] = await findBeginnings(
    db,
    frame.calendar.timeZone,
    [now.from, now.until, before.from, before.until],
  )
  const passages = await selectPassages(db, frame, {
    now: { from: nowFrom, until: nowUntil },
    before: { from, until },
  })
  const find = (id: string, isNow: boolean) =>
    passages.find((one) => one.stageId === id && one.isNow === isNow)
  return (id) => [find(id, true), find(id, false)]
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
