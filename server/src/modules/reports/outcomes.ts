import {
  type ActivityReport,
  conversationOutcomes,
  type FigureName,
  type OutcomesReport,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Counts } from './count-rules.ts'
import { countIn, countOf, heldIn, type Made, partsOf, ratio, teamFigures } from './figure-rules.ts'
import { type Asked, type Frame, headOf, openFrame, toFigure } from './frame.ts'
import { type Pair, sumRange } from './sums.ts'
import { kindsOf } from './team.ts'

type Step = OutcomesReport['funnel'][number]['step']

const steps: Readonly<Record<Step, (counts: Counts) => Made>> = {
  calls: teamFigures.calls,
  held: (counts) => ({ value: heldIn(counts), sample: countIn(counts, 'calls') }),
  pitches: teamFigures.pitches,
  next_steps: (counts) => countOf(counts, 'next_step.yes', 'next_step.n'),
  sales: teamFigures.sales,
}

function figureOf(
  frame: Frame,
  name: FigureName,
  {
    make,
    pair,
    filters,
  }: {
    make: (counts: Counts) => Made
    pair: Pair
    filters?: Readonly<Record<string, string>>
  },
) {
  const [now, before] = pair
  return toFigure(frame, name, [make(now), make(before)], filters ? { filters } : {})
}

export async function getOutcomesReport(
  context: Context,
  principal: Principal,
  asked: Asked,
): Promise<OutcomesReport> {
  const frame = await openFrame(context, principal, asked)
  const pair = await sumRange(context, frame, 'counts')
  const calls = countIn(pair[0], 'calls')
  return {
    ...headOf(frame),
    funnel: (Object.keys(steps) as Step[]).map((step) => {
      const figure = figureOf(frame, step, { make: steps[step], pair })
      return { step, figure, share_of_calls: ratio(figure.value ?? 0, calls).value }
    }),
    outcomes: conversationOutcomes.map((outcome) => ({
      outcome,
      figure: figureOf(frame, 'outcome_count', {
        make: (counts) => countOf(counts, `outcome.${outcome}`, 'evaluated'),
        pair,
        filters: { outcome },
      }),
    })),
  }
}

export async function getActivityReport(
  context: Context,
  principal: Principal,
  asked: Asked,
): Promise<ActivityReport> {
  const frame = await openFrame(context, principal, asked)
  const pair = await sumRange(context, frame, 'counts')
  const types = new Set(
    pair.flatMap((counts) => partsOf(counts, 'activity.').map(([type]) => type)),
  )
  const simple = (name: string) => (counts: Counts) => countOf(counts, name, name)
  return {
    ...headOf(frame),
    activities: [...types].toSorted().map((type) => ({
      type,
      figure: figureOf(frame, 'activities', { make: simple(`activity.${type}`), pair }),
    })),
    by_kind: kindsOf(frame, pair),
    tasks_completed: figureOf(frame, 'tasks_completed', { make: simple('tasks.completed'), pair }),
    task_punctuality: figureOf(frame, 'task_punctuality', {
      make: (counts) => ratio(countIn(counts, 'tasks.on_time'), countIn(counts, 'tasks.due')),
      pair,
    }),
  }
}
