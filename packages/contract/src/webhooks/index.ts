export { WebhookStatus } from './health.ts'
