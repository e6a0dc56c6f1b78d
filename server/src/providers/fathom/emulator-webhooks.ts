import { randomBytes } from 'node:crypto'
import { newWebhookSecret, signWebhook } from '../../platform/crypto/standard-webhooks.ts'
import { type EmulatedMeeting, shownMeeting } from './emulator-meetings.ts'

export type EmulatedWebhook = {
  readonly id: string
  readonly url: string
  readonly secret: string
  readonly created_at: string
  readonly include_transcript: boolean
  readonly include_crm_matches: boolean
  readonly include_summary: boolean
  readonly include_action_items: boolean
  readonly triggered_for: readonly string[]
}

/** One attempt. */
export type Delivery = {
  /** `webhook-id`: the same in every attempt. */
  readonly id: string
  readonly url: string
  /** Null when no answer came. */
  readonly status: number | null
  readonly body: string
}

/** Fathom tries again after a failure, but does not publish how often and when. */
const defaultRetryWaitsMs: readonly number[] = [5_000, 30_000, 180_000]
const answerTimeoutMs = 10_000

const webhookFields = [
  'include_transcript',
  'include_crm_matches',
  'include_summary',
  'include_action_items',
]
const triggers = [
  'my_recordings',
  'shared_external_recordings',
  'my_shared_with_team_recordings',
  'shared_team_recordings',
]

export function createWebhook(
  webhooks: Map<string, EmulatedWebhook>,
  body: string,
): { readonly status: number; readonly json: unknown } {
  const wanted = parseObject(body)
  const { destination_url: url, triggered_for: triggered } = wanted ?? {}
  const known = new Set(['destination_url', 'triggered_for', ...webhookFields])
  const isRight =
    wanted !== undefined &&
    typeof url === 'string' &&
    URL.canParse(url) &&
    Array.isArray(triggered) &&
    triggered.length > 0 &&
    triggered.every((trigger) => triggers.includes(trigger as string)) &&
    Object.keys(wanted).every((name) => known.has(name)) &&
    webhookFields.some((name) => wanted[name] === true)
  if (!isRight) return { status: 400, json: {} }
  const webhook: EmulatedWebhook = {
    id: randomBytes(8).toString('hex'),
    url,
    secret: newWebhookSecret(),
    created_at: new Date().toISOString(),
    include_transcript: wanted['include_transcript'] === true,
    include_crm_matches: wanted['include_crm_matches'] === true,
    include_summary: wanted['include_summary'] === true,
    include_action_items: wanted['include_action_items'] === true,
    triggered_for: triggered as string[],
  }
  webhooks.set(webhook.id, webhook)
  return { status: 201, json: webhook }
}

/** Delivers to webhooks that exist, and again after failures, until it is stopped. */
export function openDeliveries(
  webhooks: ReadonlyMap<string, EmulatedWebhook>,
  retryWaitsMs: readonly number[] = defaultRetryWaitsMs,
) {
  const attempts: Delivery[] = []
  const timers = new Set<NodeJS.Timeout>()

  async function attempt(
    webhook: EmulatedWebhook,
    meeting: EmulatedMeeting,
    id: string,
    number = 0,
  ) {
    const delivery = await deliver(webhook, meeting, id)
    attempts.push(delivery)
    const waitMs = retryWaitsMs[number]
    if (!isSuccess(delivery) && waitMs !== undefined) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (webhooks.has(webhook.id)) void attempt(webhook, meeting, id, number + 1)
      }, waitMs)
      timers.add(timer)
    }
    return delivery
  }

  return {
    /** Every attempt so far, in the order in which they ended. */
    attempts,
    /** Answers the first attempt at each webhook; further ones follow by themselves. */
    begin: (meeting: EmulatedMeeting, id: string): Promise<Delivery[]> =>
      Promise.all([...webhooks.values()].map((webhook) => attempt(webhook, meeting, id))),
    stop(): void {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

const isSuccess = ({ status }: Delivery) => status !== null && status >= 200 && status < 300

/** Sends a meeting as Fathom does, signed. */
async function deliver(
  webhook: EmulatedWebhook,
  meeting: EmulatedMeeting,
  id: string,
): Promise<Delivery> {
  const { url } = webhook
  const body = JSON.stringify(
    shownMeeting(meeting, {
      transcript: webhook.include_transcript,
      summary: webhook.include_summary,
      actionItems: webhook.include_action_items,
      crmMatches: webhook.include_crm_matches,
    }),
  )
  const timestamp = Math.floor(Date.now() / 1_000)
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signWebhook(webhook.secret, { id, timestamp }, body),
      },
      body,
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    return { id, url, status: reply.status, body: await reply.text() }
  } catch (error) {
    return { id, url, status: null, body: String(error) }
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
