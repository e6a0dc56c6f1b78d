import { EvaluationContent } from '@parley/contract'
import { expect, test } from 'vitest'
import { type LabelledCall, readSamples } from '../../../test/samples-calls/read-samples.ts'
import { builtInContent, builtIns } from '../scorecards/index.ts'
import { evaluateBuiltIn } from './built-in.ts'

const samples = [...readSamples('english'), ...readSamples('french')]
const bar = 0.8

function judge({ name, outcomes, next, followUp, talk }: LabelledCall) {
  const content = evaluateBuiltIn({ ...talk, scorecard: builtInContent('bant') })
  const step = content.next_steps[0]?.kind ?? 'none'
  return {
    name,
    outcome: outcomes.includes(content.outcome.value),
    next: next.includes(step),
    followUp: followUp === undefined || followUp === (content.follow_up?.date ?? 'none'),
  }
}

function shareOf(calls: readonly LabelledCall[], what: 'outcome' | 'next' | 'followUp') {
  return calls.filter((call) => judge(call)[what]).length / calls.length
}

test('outcome and next step are right in at least four of five labelled calls', () => {
  expect(samples).toHaveLength(40)
  const others = { varied: readSamples('varied'), heldOut: readSamples('held-out') }
  const figures = (['outcome', 'next', 'followUp'] as const).map((what) => ({
    what,
    labelled: shareOf(samples, what),
    varied: shareOf(others.varied, what),
    heldOut: shareOf(others.heldOut, what),
  }))
  process.stdout.write(`built-in evaluator: ${JSON.stringify(figures)}\n`)
  for (const { what, labelled } of figures) expect(labelled, what).toBeGreaterThanOrEqual(bar)
})

test('every claim is a quote that stands in the segment it names', () => {
  for (const { talk } of samples) {
    for (const { content: scorecard } of builtIns) {
      const content = evaluateBuiltIn({ ...talk, scorecard })
      expect(EvaluationContent.parse(content)).toEqual(content)
      expectQuotesFrom(talk.segments, content)
    }
  }
})

type Quoted = { quote: string; segment: number; start_ms: number }

/** Every passage in a value, however deep. */
function quotesIn(value: unknown): Quoted[] {
  if (typeof value !== 'object' || value === null) return []
  const { quote, segment } = value as Partial<Quoted>
  const own = typeof quote === 'string' && typeof segment === 'number' ? [value as Quoted] : []
  return [...own, ...Object.values(value).flatMap(quotesIn)]
}

function expectQuotesFrom(segments: LabelledCall['talk']['segments'], value: unknown): void {
  const wrong = quotesIn(value).filter(({ quote, segment, start_ms: startMs }) => {
    const found = segments.find(({ position }) => position === segment)
    return !found?.text.includes(quote) || startMs !== Math.round(found.startMs)
  })
  expect(wrong).toEqual([])
}

function sample(name: string): LabelledCall {
  const found = samples.find((call) => call.name === name)
  if (!found) throw new Error(`There is no sample ${name}.`)
  return found
}

test('the French closing coach notes ten stages, shares out the time and advises in French', () => {
  const { talk } = sample('decouverte-et-demo')
  const content = evaluateBuiltIn({ ...talk, scorecard: builtInContent('french_closing') })
  expect(content).toMatchObject({ language: 'fr', talk_type: 'sales', criteria: [] })
  expect(content.stages).toHaveLength(10)
  expect(content.stages.reduce((sum, stage) => sum + stage.share_of_time, 0)).toBe(100)
  expect(content.stages.find(({ key }) => key === 'besoins_douleurs')).toMatchObject({
    validated: true,
    evidence: [{ quote: expect.any(String) }, {}],
  })
  expect(content.score).toBeGreaterThan(0)
  expect(content.strengths[0]?.text).toBe('Une prochaine étape datée a été convenue.')
  expect(content.improvements.length).toBeGreaterThan(0)
  expect(content.lead).toMatchObject({
    quality: 'hot',
    decision_power: { note: expect.any(Number) },
  })
  expect(content.follow_up).toMatchObject({
    date: '2026-03-16',
    time: '14:00',
    at: '2026-03-16T13:00:00.000Z',
    source: 'spoken',
  })
})

test('signals are labelled as built-in, with what they are about and where they were heard', () => {
  const { talk } = sample('not-interested-at-all')
  const { signals } = evaluateBuiltIn({ ...talk, scorecard: builtInContent('bant') })
  expect(signals).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'opt_out_request',
        source: 'built_in',
        segment: 3,
        speaker: 2,
        quote: expect.stringContaining('any more of these calls'),
      }),
      expect.objectContaining({ kind: 'objection', objection_type: 'need' }),
    ]),
  )
  const price = evaluateBuiltIn({
    ...sample('trop-cher-mais-ouvert').talk,
    scorecard: builtInContent('bant'),
  })
  expect(price.objections).toMatchObject([
    { type: 'price', handled: true, treatment: expect.stringContaining('Je vous entends') },
    { type: 'need' },
  ])
})
