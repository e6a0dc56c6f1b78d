import type { Campaign } from '@parley/contract'

export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const
export type Weekday = (typeof weekdays)[number]

export const retryNames = ['busy', 'noAnswer', 'voicemail', 'failed', 'declined'] as const
type RetryName = (typeof retryNames)[number]

/** Numbers are kept as they are typed. */
export type Draft = {
  readonly name: string
  readonly agentId: string
  readonly phoneNumberId: string
  readonly start: Campaign['sendType']
  /** As a field of date and time has it: no zone. */
  readonly startAt: string
  readonly hasHours: boolean
  readonly days: readonly Weekday[]
  readonly from: string
  readonly to: string
  /** IANA name; empty: the clock of each person. */
  readonly zone: string
  readonly maxConcurrency: string
  readonly callsPerSecond: string
  readonly reserved: string
  readonly maxAttempts: string
  readonly retries: Readonly<
    Record<RetryName, { readonly times: string; readonly minutes: string }>
  >
  readonly voicemail: Campaign['voicemail']['action']
  readonly message: string
}

/** What the API does where nothing is said. */
export const emptyDraft: Draft = {
  name: '',
  agentId: '',
  phoneNumberId: '',
  start: 'MANUAL',
  startAt: '',
  hasHours: false,
  days: weekdays.slice(0, 5),
  from: '09:00',
  to: '17:00',
  zone: '',
  maxConcurrency: '',
  callsPerSecond: '',
  reserved: '0',
  maxAttempts: '3',
  retries: {
    busy: { times: '2', minutes: '10' },
    noAnswer: { times: '2', minutes: '240' },
    voicemail: { times: '1', minutes: '1440' },
    failed: { times: '2', minutes: '15' },
    declined: { times: '0', minutes: '1440' },
  },
  voicemail: 'HANG_UP',
  message: '',
}

const numberOrNull = (text: string) => (text.trim() === '' ? null : Number(text))

/** The body of the request, without people. */
export function toBody(draft: Draft) {
  const { name, agentId, phoneNumberId, start, startAt, zone, voicemail, message } = draft
  return {
    name: name.trim(),
    voiceAgentId: agentId,
    ...(phoneNumberId && { phoneNumberId }),
    sendType: start,
    ...(start === 'SCHEDULE' && { scheduledDate: momentOf(startAt, zone) }),
    scheduledTimezone: zone || null,
    timeRange: draft.hasHours
      ? { days: [...draft.days], startCallingTime: draft.from, endCallingTime: draft.to }
      : null,
    maxConcurrency: numberOrNull(draft.maxConcurrency),
    callsPerSecond: numberOrNull(draft.callsPerSecond),
    reservedConcurrency: numberOrNull(draft.reserved) ?? 0,
    maxAttempts: numberOrNull(draft.maxAttempts) ?? 3,
    retries: Object.fromEntries(
      retryNames.map((retry) => {
        const { times, minutes } = draft.retries[retry]
        return [retry, { times: Number(times), delaySeconds: Math.round(Number(minutes) * 60) }]
      }),
    ),
    voicemail: {
      action: voicemail,
      message: voicemail === 'LEAVE_MESSAGE' ? message.trim() : null,
    },
  }
}

/** By the clock of the zone that was chosen, else by that of this computer. */
function momentOf(local: string, zone: string): string {
  if (zone || local === '') return local
  return new Date(local).toISOString()
}
