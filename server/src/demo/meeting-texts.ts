/** What a meeting of one stage is about; {company}, {name}, {product} and {seats} are filled in. */
export type MeetingText = {
  readonly title: string
  readonly type: string
  readonly sentences: readonly string[]
  readonly actions: readonly string[]
  readonly coaching: readonly string[]
}

const discovery: MeetingText = {
  title: 'discovery call',
  type: 'discovery',
  sentences: [
    '{name} described how requests reach {company} today: mail, telephone and two chat windows.',
    'Nobody can say how long customers wait, and the weekly report is made by hand.',
    'The present tool costs about as much as our {product} would for {seats} seats.',
    'The contract with the present vendor ends within six months.',
    'Security wants to know where data is stored and who can read recordings.',
    '{name} decides together with finance; a first price is needed for the budget round.',
    'A pilot with one team was met with interest.',
  ],
  actions: [
    'Send {name} a summary and the price list',
    'Find two references in the industry of {company}',
    'Book a demo with the team leads of {company}',
  ],
  coaching: [
    'Good open questions; ask earlier who signs.',
    'The pain was named but not put into numbers.',
    'Strong summary at the end with a clear next step.',
  ],
}

const demo: MeetingText = {
  title: 'product demo',
  type: 'demo',
  sentences: [
    'We showed {product} with data like that of {company}.',
    'The live view of waiting calls got the most attention.',
    '{name} asked how long a move from the present system takes; four weeks are realistic.',
    'Single sign-on and roles are a must; both were shown.',
    'Two people doubted that their team would accept recording of calls.',
    'Everybody agreed that search over transcripts would save hours every week.',
    'The export to their warehouse needs a technical call.',
  ],
  actions: [
    'Arrange a technical call about the export',
    'Send the recording of the demo to {name}',
    'Prepare a proposal for {seats} seats',
  ],
  coaching: [
    'Too many features in the first half; tie each to a need.',
    'Handled the doubt about recording well.',
    'Let the customer drive for a few minutes next time.',
  ],
}

const proposal: MeetingText = {
  title: 'proposal review',
  type: 'proposal',
  sentences: [
    'We went through the proposal for {seats} seats of {product} line by line.',
    '{name} finds the price fair, but finance wants yearly billing with a discount.',
    'The start is planned for the first Monday of next month.',
    'The data processing agreement is with the lawyers of {company}.',
    'A competing offer is lower by a tenth, without support at weekends.',
  ],
  actions: [
    'Offer yearly billing to {company}',
    'Answer the legal questions of {company}',
    'Confirm the start date with onboarding',
  ],
  coaching: [
    'Discount offered before it was asked for.',
    'Value was repeated well before price came up.',
    'Agree on the date of signature in the call.',
  ],
}

const negotiation: MeetingText = {
  ...proposal,
  title: 'terms and price',
  type: 'negotiation',
}

const onboarding: MeetingText = {
  title: 'kick-off',
  type: 'onboarding',
  sentences: [
    '{company} named the people responsible, and access was given during the call.',
    'The first team of ten starts in two weeks, the others of the {seats} a week later.',
    '{name} wants a short training for team leads.',
    'Telephone numbers will be moved at a weekend.',
    'Success after three months means that half of the questions are answered within a minute.',
  ],
  actions: [
    'Send the onboarding plan to {name}',
    'Set up the training for team leads',
    'Check the list of numbers to move',
  ],
  coaching: ['Clear plan with names and dates.', 'Leave more time for questions.'],
}

const ofStage: Readonly<Record<string, readonly MeetingText[]>> = {
  sql: [discovery],
  opportunity: [demo, demo, proposal],
  verbal: [proposal, negotiation],
  signed: [onboarding],
}

export function meetingTexts(stage: string): readonly MeetingText[] {
  return ofStage[stage] ?? [discovery]
}
