import { type BuiltIn, plain, scale } from './shorthand.ts'

export const bant: BuiltIn = {
  key: 'bant',
  name: 'BANT',
  description: 'Budget, authority, need, timeline.',
  content: {
    ...plain,
    guidance: null,
    criteria: [
      scale('budget', 'Budget', {
        weight: 25,
        measure: 'budget',
        guidance: 'What can be spent, and whether it is set aside already.',
      }),
      scale('authority', 'Authority', {
        weight: 25,
        measure: 'decision_maker',
        guidance: 'Who decides and who else has a say.',
      }),
      scale('need', 'Need', {
        weight: 25,
        measure: 'pain',
        guidance: 'The problem to be solved and how much it matters.',
      }),
      scale('timeline', 'Timeline', {
        weight: 25,
        measure: 'timeline',
        guidance: 'By when it has to be solved, and why then.',
      }),
    ],
  },
}
