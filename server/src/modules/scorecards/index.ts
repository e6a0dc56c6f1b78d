export {
  followUpDays,
  isFittingDuration,
  objectivesReached,
  qualityOf,
  suggestedSteps,
  traditionalOutcome,
} from './general-call-rules.ts'
export {
  answerInRange,
  applies,
  isValidated,
  overallScore,
  roundTo,
  scoreOfStages,
  shareOf,
  sharesOfTime,
} from './scoring-rules.ts'
export { type ChosenScorecard, chooseScorecard } from './choose-scorecard.ts'
export { scorecardRoutes } from './routes.ts'
