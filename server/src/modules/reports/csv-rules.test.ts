import { expect, test } from 'vitest'
import { toCsv } from './csv-rules.ts'

const figure = {
  value: -0.5,
  previous: null,
  change: null,
  sample: 2,
  unit: 'count',
  definition: 'One, "two"',
  conversations: '/list?from=1',
} as const

const linesOf = (report: object) => toCsv(report).split('\r\n').slice(1, -1)

test('every figure is a line that says what it belongs to', () => {
  const report = {
    range: { from: '2026-03-01' },
    figures: { calls: figure },
    reps: [{ name: 'Ada', figures: { sales: figure } }],
  }
  expect(linesOf(report)).toEqual([
    ',calls,-0.5,,,2,count,"One, ""two""",/list?from=1',
    'Ada,sales,-0.5,,,2,count,"One, ""two""",/list?from=1',
  ])
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'a name that begins like a formula stays text: %j',
  (name) => {
    const [line] = linesOf({ reps: [{ name, figures: { calls: figure } }] })
    expect(line?.replace(/^"/, '').startsWith(`'${name}`)).toBe(true)
  },
)

test('quotes and line breaks stay inside their cell', () => {
  expect(linesOf({ reps: [{ name: 'A "B"\nC', calls: figure }] })[0]).toMatch(/^"A ""B""\nC",calls/)
})

test('deals at risk are lines too', () => {
  const deal = { deal_id: '1', title: '=HYPERLINK("x")', value: 7, reasons: [{ text: 'Late.' }] }
  expect(linesOf({ at_risk: [deal] })).toEqual([`"'=HYPERLINK(""x"")",at_risk,7,,,1,money,Late.,`])
})
