import { type BuiltIn, plain, scale } from './shorthand.ts'

export const spiced: BuiltIn = {
  key: 'spiced',
  name: 'SPICED',
  description: 'Situation, pain, impact, critical event, decision.',
  content: {
    ...plain,
    guidance: null,
    criteria: [
      scale('situation', 'Situation', {
        weight: 15,
        measure: 'situation',
        guidance: 'How they work today: people, tools, numbers.',
      }),
      scale('pain', 'Pain', {
        weight: 25,
        measure: 'pain',
        guidance: 'What does not work, in their words.',
      }),
      scale('impact', 'Impact', {
        weight: 25,
        measure: 'impact',
        guidance: 'What it costs, and what a solution would be worth.',
      }),
      scale('critical_event', 'Critical event', {
        weight: 20,
        measure: 'timeline',
        guidance: 'The date that makes it matter now, and what happens when it is missed.',
      }),
      scale('decision', 'Decision', {
        weight: 15,
        measure: 'decision_process',
        guidance: 'Who decides, how, and by which criteria.',
      }),
    ],
  },
}
