export { eventFeedRoutes } from './routes.ts'
export { wakeFeeds } from './waiting.ts'
