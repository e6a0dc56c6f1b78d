export { conversationLogRoutes } from './routes.ts'
