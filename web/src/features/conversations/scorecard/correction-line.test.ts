import { expect, test } from 'vitest'
import { correctionLine } from './correction-line.ts'

const content = {
  criteria: [{ key: 'next.step', name: 'Next step agreed' }],
  stages: [{ key: 'closing', name: 'Closing' }],
} as never

const value = (more: object) => ({ answer: null, score: null, comment: null, ...more })

test.each([
  ['outcome', 'closed_lost', 'closed_won', 'Outcome: Lost → Won'],
  ['score', null, 62.5, 'Score: – → 62.5'],
  ['follow_up_date', '2026-03-02', null, 'Follow-up date: Mar 2, 2026 → –'],
  [
    'criteria.next.step',
    value({ answer: false, score: 0 }),
    value({ answer: true, score: 1 }),
    'Next step agreed: No → Yes',
  ],
  [
    'criteria.next.step',
    value({ answer: 4, score: 0.4 }),
    value({ answer: 4, score: 1 }),
    'Next step agreed: 40% → 100%',
  ],
  [
    'criteria.next.step',
    value({ answer: true }),
    value({ answer: true, comment: 'On Tuesday.' }),
    'Next step agreed: – → On Tuesday.',
  ],
  [
    'stages.closing',
    { note: null, comment: null },
    { note: 7.5, comment: null },
    'Closing: – → 7.5 / 10',
  ],
  [
    'stages.closing',
    { note: 5, comment: 'Weak.' },
    { note: 5, comment: null },
    'Closing: Weak. → –',
  ],
  ['criteria.gone', value({ score: 0 }), value({ score: 0.5 }), 'gone: 0% → 50%'],
])('%s is told by its name, before and after', (field, before, after, line) => {
  const told = correctionLine(content, { field, before, after })
  expect(`${told.name}: ${told.before} → ${told.after}`).toBe(line)
})
