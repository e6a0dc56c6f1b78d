import { type BuiltIn, plain, scale, words, yesNo } from './shorthand.ts'

export const discovery: BuiltIn = {
  key: 'discovery',
  name: 'Discovery',
  description: 'A first talk: to understand before offering anything.',
  content: {
    ...plain,
    guidance: 'The customer should speak more than the rep.',
    criteria: [
      yesNo('agenda', 'Purpose and agenda stated', {
        weight: 10,
        measure: 'agenda',
        guidance: 'The rep said at the beginning what the talk is for and how it will go.',
      }),
      scale('open_questions', 'Open questions', {
        weight: 20,
        measure: 'open_questions',
        guidance: 'Five to fifteen questions that cannot be answered with yes or no.',
      }),
      scale('listening', 'Listening', {
        weight: 15,
        measure: 'listening',
        guidance: 'The rep spoke 30 to 45 % of the time.',
      }),
      scale('situation', 'Situation understood', {
        weight: 10,
        measure: 'situation',
        guidance: 'People, tools and numbers of today.',
      }),
      scale('pain', 'Pain found', {
        weight: 20,
        measure: 'pain',
        guidance: 'At least one problem in the customer’s words, with its consequence.',
      }),
      scale('qualification', 'Means and people known', {
        weight: 10,
        measure: 'decision_maker',
        guidance: 'Who decides and what can be spent.',
      }),
      yesNo('next_step', 'Next step agreed', {
        weight: 15,
        measure: 'next_step',
        guidance: 'Who does what until when; at best a date in both calendars.',
      }),
      words('need', 'The need in one sentence', {
        measure: 'pain',
        guidance: 'As the customer would put it.',
      }),
    ],
  },
}
