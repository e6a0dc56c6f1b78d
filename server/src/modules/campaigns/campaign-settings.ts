import { type CampaignChanges, defaultRetryPlan, type NewCampaign } from '@parley/contract'
import type { Context } from '../../context.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { invalid } from '../../platform/errors.ts'
import { isZone } from '../../providers/number-zones/index.ts'
import { momentOf } from '../calling-rules/index.ts'
import type { Settings } from './campaign-queries.ts'

const authPlace = (campaignId: string) => `campaign_webhook_auth:${campaignId}`

const usual: Settings = {
  name: '',
  scheduledTimezone: null,
  timeRange: null,
  reservedConcurrency: 0,
  maxConcurrency: null,
  callsPerSecond: null,
  maxAttempts: 3,
  retries: JSON.stringify(defaultRetryPlan),
  voicemail: JSON.stringify({ action: 'HANG_UP', message: null }),
  webhookUrl: null,
  webhookAuth: null,
}

/** The settings as a row has them: what is not sent stays, null puts back what there is without. */
export function settingsAfter(
  context: Context,
  id: string,
  changes: CampaignChanges | NewCampaign,
  before: Settings = usual,
): Settings {
  requireZone(changes.scheduledTimezone)
  const json = (value: object | undefined, stored: string) =>
    value === undefined ? stored : JSON.stringify(value)
  const kept = <T>(sent: T | undefined, stored: T): T => (sent === undefined ? stored : sent)
  return {
    name: changes.name ?? before.name,
    scheduledTimezone: kept(changes.scheduledTimezone, before.scheduledTimezone) || null,
    timeRange: rangeAfter(changes.timeRange, before.timeRange),
    reservedConcurrency: changes.reservedConcurrency ?? before.reservedConcurrency,
    maxConcurrency: kept(changes.maxConcurrency, before.maxConcurrency),
    callsPerSecond: kept(changes.callsPerSecond, before.callsPerSecond),
    maxAttempts: changes.maxAttempts ?? before.maxAttempts,
    retries: json(changes.retries, before.retries),
    voicemail: json(changes.voicemail, before.voicemail),
    webhookUrl: kept(changes.webhookUrl, before.webhookUrl),
    webhookAuth: authAfter(context, id, changes.webhookAuth, before.webhookAuth),
  }
}

function rangeAfter(sent: CampaignChanges['timeRange'], stored: string | null): string | null {
  if (sent === undefined) return stored
  return sent === null ? null : JSON.stringify(sent)
}

function requireZone(zone: string | null | undefined): void {
  if (!zone || isZone(zone)) return
  throw invalid('scheduledTimezone', "Field 'scheduledTimezone' is no name such as Europe/Paris.")
}

function authAfter(
  { config }: Context,
  id: string,
  sent: CampaignChanges['webhookAuth'],
  stored: string | null,
): string | null {
  if (sent === undefined) return stored
  if (sent === null || (!sent.authKey && !sent.authSecret)) return null
  const { authKey = null, authSecret = null } = sent
  return seal(config.encryptionKey, authPlace(id), JSON.stringify({ authKey, authSecret }))
}

/** What the webhook of the campaign's calls is told with; undefined: there is none. */
export function openWebhook(
  { config }: Context,
  campaign: {
    readonly campaignId: string
    readonly webhookUrl: string | null
    readonly webhookAuth: string | null
  },
) {
  const { campaignId, webhookUrl: url, webhookAuth: sealed } = campaign
  if (url === null) return undefined
  if (sealed === null) return { url, auth: null }
  type Auth = { readonly authKey: string | null; readonly authSecret: string | null }
  const auth = JSON.parse(unseal(config.encryptionKey, authPlace(campaignId), sealed)) as Auth
  return { url, auth }
}

const withOffset = /(?:z|[+-]\d{2}:?\d{2})$/i
const localTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?$/
const dayMs = 86_400_000

/** When a campaign is to begin; a date without offset is meant by the clock of the campaign's zone. */
export function readSchedule(
  date: string | null | undefined,
  zone: string | null | undefined,
): Date | null {
  if (!date) return null
  const text = date.trim()
  const wrong = () =>
    invalid('scheduledDate', "Field 'scheduledDate' must be an RFC 3339 date and time.")
  if (withOffset.test(text) && /^\d{4}-/.test(text)) {
    const at = new Date(text)
    if (Number.isNaN(at.getTime())) throw wrong()
    return at
  }
  const [, day = '', hour = '0', minute = '0'] = localTime.exec(text) ?? []
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const minutes = Number(hour) * 60 + Number(minute)
  if (Number.isNaN(midnight) || minutes >= 1_440) throw wrong()
  return momentOf(zone || 'UTC', midnight / dayMs, minutes)
}
