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
  scoreOfAnswers,
  shareOf,
  sharesOfTime,
} from './scoring-rules.ts'
export { builtInContent, builtIns } from './built-ins/index.ts'
export { chooseScorecard } from './choose-scorecard.ts'
export { scorecardRoutes } from './routes.ts'
