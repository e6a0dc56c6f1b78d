import { type BuiltIn, scale, yesNo } from './shorthand.ts'

export const generalCall: BuiltIn = {
  key: 'general_call',
  name: 'General call',
  description: 'What every call can be measured by: its length, its people, how far it came.',
  content: {
    stages: [],
    language: null,
    outcome_rule: 'traditional',
    scored_talk_types: [],
    guidance: null,
    criteria: [
      yesNo('duration', 'Fitting duration', {
        weight: 20,
        measure: 'duration',
        guidance: 'The call lasted between 5 and 90 minutes.',
      }),
      yesNo('external_present', 'Somebody from outside took part', {
        weight: 30,
        measure: 'external_present',
        guidance: 'At least one person who is not of the own company spoke.',
      }),
      scale('objectives', 'Objectives reached', {
        weight: 30,
        max: 4,
        measure: 'objectives',
        guidance:
          '1: contact made. 2: the need is known. 3: the offer was discussed. 4: a decision or a next step was agreed.',
      }),
      scale('quality', 'Quality of the talk', {
        weight: 20,
        max: 5,
        measure: 'quality',
        guidance: 'Balance of speaking, good questions, clear language, a next step at the end.',
      }),
    ],
  },
}
