import { type BuiltIn, plain, scale, words } from './shorthand.ts'

const weight = 100 / 7

export const meddicc: BuiltIn = {
  key: 'meddicc',
  name: 'MEDDICC',
  description: 'Qualification of complex deals: what is known, and what is still to be found out.',
  content: {
    ...plain,
    guidance: 'Judge what the customer said, not what the rep assumed.',
    criteria: [
      scale('metrics', 'Metrics', {
        weight,
        measure: 'impact',
        guidance: 'The gain is stated in figures that the customer named or agreed with.',
      }),
      scale('economic_buyer', 'Economic buyer', {
        weight,
        measure: 'decision_maker',
        guidance: 'Who can spend the money is known by name, and is or will be spoken to.',
      }),
      scale('decision_criteria', 'Decision criteria', {
        weight,
        measure: 'decision_criteria',
        guidance: 'What the customer will compare offers by is known.',
      }),
      scale('decision_process', 'Decision process', {
        weight,
        measure: 'decision_process',
        guidance: 'The steps, people and dates up to a signature are known.',
      }),
      scale('identify_pain', 'Identified pain', {
        weight,
        measure: 'pain',
        guidance: 'The problem, and what it costs to leave it, are in the customer’s own words.',
      }),
      scale('champion', 'Champion', {
        weight,
        measure: 'champion',
        guidance: 'Somebody inside wants it, has influence and sells it when nobody is there.',
      }),
      scale('competition', 'Competition', {
        weight,
        measure: 'competition',
        guidance: 'Other offers, doing it oneself and doing nothing were spoken about.',
      }),
      words('unknown', 'Still to be found out', {
        guidance: 'Which of the seven is least known, and the question to ask next.',
      }),
    ],
  },
}
