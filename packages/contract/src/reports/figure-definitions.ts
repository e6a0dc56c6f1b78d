/** Units of figures. */
export const figureUnits = {
  count: 'how many',
  share: '0 to 1',
  score: '0 to 100',
  seconds: 'seconds',
  per_hour: 'per hour of conversation',
  money: 'as the values of deals',
  days: 'days',
} as const
export type FigureUnit = keyof typeof figureUnits

/** What a figure is. docs/reports.md is made of these. */
export type FigureDefinition = {
  readonly title: string
  readonly unit: FigureUnit
  readonly definition: string
  /** What `sample` counts. */
  readonly sample: string
  /** What the link asks for beside the range and the person; none when no conversation is behind it. */
  readonly link?: Readonly<Record<string, string>>
  /** Whose day is in the range: the conversations’ own, or that of their follow-ups. */
  readonly linkedBy?: 'follow_up'
}

const conversations = 'conversations'
const scored = { score_from: '0', score_to: '100' }

/** Of a team and of each rep. */
export const teamFigureDefinitions = {
  calls: {
    title: 'Calls',
    unit: 'count',
    definition:
      'Conversations of every kind that have begun: calls, meetings, recordings and agent calls. Deleted ones do not count.',
    sample: conversations,
    link: {},
  },
  pitches: {
    title: 'Pitches',
    unit: 'count',
    definition:
      'Evaluated conversations in which the offer was presented: where the scorecard has a stage `pitch`, those in which it took time; else sales talks and demos that were not missed.',
    sample: 'evaluated conversations',
    link: { counts_for: 'pitches' },
  },
  sales: {
    title: 'Sales',
    unit: 'count',
    definition: 'Conversations whose outcome is closed_won.',
    sample: 'evaluated conversations',
    link: { outcome: 'closed_won' },
  },
  no_shows: {
    title: 'No-shows',
    unit: 'count',
    definition: 'Conversations whose outcome is no_show.',
    sample: 'evaluated conversations',
    link: { outcome: 'no_show' },
  },
  show_up_rate: {
    title: 'Show-up rate',
    unit: 'share',
    definition:
      'Calls that were not no-shows, of all calls. What is not evaluated counts as held. Null without calls.',
    sample: conversations,
    link: {},
  },
  closing_rate: {
    title: 'Closing rate',
    unit: 'share',
    definition: 'Sales of all calls, no-shows included. Null without calls.',
    sample: conversations,
    link: {},
  },
  average_score: {
    title: 'Average score',
    unit: 'score',
    definition:
      'Mean score of conversations whose current evaluation has one, corrections applied. Its trend is `change`.',
    sample: 'conversations with a score',
    link: scored,
  },
  talk_ratio: {
    title: 'Talk ratio',
    unit: 'share',
    definition:
      'Seconds that our side spoke, of all seconds of speech; silence does not count. Long conversations weigh more.',
    sample: 'measured conversations',
    link: { counts_for: 'talk_ratio' },
  },
  monologue: {
    title: 'Longest monologue',
    unit: 'seconds',
    definition: 'Mean of the longest turn of our side in each conversation.',
    sample: 'measured conversations',
    link: { counts_for: 'monologue' },
  },
  patience: {
    title: 'Patience',
    unit: 'seconds',
    definition:
      'Median over conversations of the pause our side left after the customer, to the tenth of a second; ten seconds and more are taken as ten.',
    sample: 'conversations whose transcript has exact times',
    link: { counts_for: 'patience' },
  },
  question_rate: {
    title: 'Question rate',
    unit: 'per_hour',
    definition: 'Questions of our side, by the hours of the conversations they were counted in.',
    sample: 'measured conversations',
    link: { counts_for: 'question_rate' },
  },
  objections_met: {
    title: 'Objections met',
    unit: 'count',
    definition: 'Objections that current evaluations found.',
    sample: 'evaluated conversations',
    link: { counts_for: 'objections_met' },
  },
  objections_mastered: {
    title: 'Objections mastered',
    unit: 'count',
    definition: 'Objections after whose treatment the customer went on.',
    sample: 'objections met',
    link: { counts_for: 'objections_mastered' },
  },
  objection_mastery: {
    title: 'Objection mastery',
    unit: 'share',
    definition: 'Objections mastered, of those met. Null without objections.',
    sample: 'objections met',
    link: { counts_for: 'objections_met' },
  },
  next_step_rate: {
    title: 'Next-step rate',
    unit: 'share',
    definition: 'Evaluated conversations with an agreed next step, of those that were no no-show.',
    sample: 'evaluated conversations that were held',
    link: { counts_for: 'next_step_rate' },
  },
  follow_up_adherence: {
    title: 'Follow-up adherence',
    unit: 'share',
    definition:
      'Follow-ups due in the range that were kept: by the end of that day there was another conversation with the contact, or the task of the follow-up was completed. Those not yet due count only once kept. The date is that of the evaluation, else that of the dialer.',
    sample: 'follow-ups that were kept, or are past their day',
    link: { counts_for: 'follow_up_adherence' },
    linkedBy: 'follow_up',
  },
} as const satisfies Record<string, FigureDefinition>

/** Of what surrounds conversations. */
export const otherFigureDefinitions = {
  criterion_score: {
    title: 'Criterion',
    unit: 'score',
    definition:
      'Mean of the scores of a criterion, as percent of the best; answers that do not apply or could not be told do not count.',
    sample: 'conversations in which the criterion has a score',
    link: {},
  },
  outcome_count: {
    title: 'Outcome',
    unit: 'count',
    definition: 'Conversations whose current evaluation has this outcome.',
    sample: 'evaluated conversations',
    link: {},
  },
  held: {
    title: 'Held',
    unit: 'count',
    definition: 'Calls that were not no-shows.',
    sample: conversations,
    link: { counts_for: 'held' },
  },
  next_steps: {
    title: 'Next steps',
    unit: 'count',
    definition: 'Evaluated conversations, no-shows left out, with an agreed next step.',
    sample: 'evaluated conversations that were held',
    link: { counts_for: 'next_steps' },
  },
  deals_won: {
    title: 'Deals won',
    unit: 'count',
    definition: 'Deals that were closed as won in the range, and still are.',
    sample: 'deals closed',
  },
  won_value: {
    title: 'Value won',
    unit: 'money',
    definition: 'Sum of the values of the deals won.',
    sample: 'deals won',
  },
  win_rate: {
    title: 'Win rate',
    unit: 'share',
    definition: 'Deals won, of those closed in the range. Null when none was closed.',
    sample: 'deals closed',
  },
  open_value: {
    title: 'Open value',
    unit: 'money',
    definition: 'Sum of the values of open deals, now. There is nothing before to compare it with.',
    sample: 'open deals',
  },
  weighted_forecast: {
    title: 'Weighted forecast',
    unit: 'money',
    definition:
      'Sum over open deals of value times probability, now. There is nothing before to compare it with.',
    sample: 'open deals',
  },
  stage_conversion: {
    title: 'Stage conversion',
    unit: 'share',
    definition:
      'Deals that entered the stage in the range and have since moved to a later stage or were won, of all that entered it.',
    sample: 'deals that entered the stage',
  },
  time_in_stage: {
    title: 'Time in stage',
    unit: 'days',
    definition: 'Mean time that deals which left the stage in the range had spent in it.',
    sample: 'departures from the stage',
  },
  activities: {
    title: 'Activities',
    unit: 'count',
    definition: 'Activities of this type with a date in the range, cancelled ones left out.',
    sample: 'activities',
  },
  tasks_completed: {
    title: 'Tasks completed',
    unit: 'count',
    definition: 'Tasks of the assignee that were completed in the range.',
    sample: 'tasks',
  },
  task_punctuality: {
    title: 'Task punctuality',
    unit: 'share',
    definition:
      'Tasks due in the range that were completed by the end of that day. Those not yet due count only once completed, cancelled ones never.',
    sample: 'tasks that were completed in time, or are past their day',
  },
} as const satisfies Record<string, FigureDefinition>

export type TeamFigureName = keyof typeof teamFigureDefinitions
export const teamFigureNames = Object.keys(teamFigureDefinitions) as TeamFigureName[]

export const figureDefinitions = { ...teamFigureDefinitions, ...otherFigureDefinitions } as const
export type FigureName = keyof typeof figureDefinitions
