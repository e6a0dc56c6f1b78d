export { announceCampaign, completeIfDone, pauseFor } from './announce.ts'
export { heedRules } from './assign-follow-ups.ts'
export { createCampaign } from './campaigns.ts'
export { pauseCampaign } from './change-status.ts'
export { setStatus } from './campaign-queries.ts'
export { completeFollowUps } from './complete-follow-ups.ts'
export { openWebhook } from './campaign-settings.ts'
export { addCounts, type CountChange, moved } from './count-queries.ts'
export { planFollowUps } from './follow-ups.ts'
export {
  campaignChannel,
  type Lane,
  type LaneKey,
  lockLane,
  preferIndexes,
  setDue,
} from './lane-queries.ts'
export { campaignJobs } from './jobs.ts'
export { campaignRoutes } from './routes.ts'
