export {
  type ListWebhookDeliveries,
  type Replay,
  type SentDelivery,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
  type WebhookStats,
} from './deliveries.ts'
export { webhookEndpoints } from './endpoints.ts'
export { EventEnvelope, envelopeOf, type WebhookEventType } from './envelope.ts'
export { feedEndpoints, longestWaitS, type PollEvents } from './feed.ts'
export { type WebhookStatus } from './health.ts'
export {
  type Conditions,
  hiddenValue,
  type ListWebhooks,
  type NewWebhook,
  payloadVersion,
  type RetryPolicy,
  standardRetries,
  type Webhook,
  type WebhookChanges,
  WebhookSecret,
  type WebhookWithSecret,
} from './webhook.ts'
