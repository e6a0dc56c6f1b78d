import type { Campaign } from '@parley/contract'
import { formatList, formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { retryNames } from './draft.ts'
import { lengthWords } from './retry-fields.tsx'

/** Under which rules it calls. */
export function CampaignSettings({ campaign }: { readonly campaign: Campaign }) {
  const { voicemail, callsPerSecond, maxConcurrency, timeRange } = campaign
  const facts = [
    [t('campaigns.agent'), campaign.agentName ?? '–'],
    [t('campaigns.number'), campaign.phoneNumber ?? '–'],
    [t('campaigns.hours'), timeRange ? hoursOf(timeRange) : t('campaigns.hoursOfRules')],
    [t('campaigns.clock'), campaign.scheduledTimezone ?? t('campaigns.clockOfPerson')],
    [
      t('campaigns.atOnce'),
      maxConcurrency === null ? t('campaigns.asRules') : formatNumber(maxConcurrency),
    ],
    [
      t('campaigns.perSecond'),
      callsPerSecond === null ? t('campaigns.asRules') : formatNumber(callsPerSecond, 2),
    ],
    [t('campaigns.maxAttempts'), formatNumber(campaign.maxAttempts)],
    ...retryNames.map(
      (name) =>
        [
          t(`retryAfter.${name}`),
          campaign.retries[name].times === 0
            ? t('campaigns.never')
            : t('campaigns.timesLater', {
                times: campaign.retries[name].times,
                length: lengthWords(campaign.retries[name].delaySeconds),
              }),
        ] as const,
    ),
    [t('campaigns.voicemail'), t(`voicemail.${voicemail.action}`)],
    [t('field.created'), formatMoment(campaign.createdAt)],
  ] as const
  return (
    <Card title={t('campaigns.settings')}>
      <dl className="grid grid-cols-1 gap-x-8 gap-y-1.5 sm:grid-cols-2">
        {facts.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-4">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 text-end break-words">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {voicemail.message && (
        <p className="mt-3 rounded-md bg-hover px-3 py-2" dir="auto">
          {voicemail.message}
        </p>
      )}
    </Card>
  )
}

function hoursOf({ days, startCallingTime, endCallingTime }: NonNullable<Campaign['timeRange']>) {
  const names = formatList(days.map((day) => t(`weekday.${day}`)))
  return `${names} ${startCallingTime}–${endCallingTime}`
}
