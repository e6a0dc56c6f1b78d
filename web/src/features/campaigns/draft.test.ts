import { NewCampaign } from '@parley/contract'
import { expect, test } from 'vitest'
import { type Draft, emptyDraft, toBody } from './draft.ts'

const agentId = '01980000-0000-7000-8000-000000000001'
const draft: Draft = { ...emptyDraft, name: ' Renewals ', agentId }

test('a form that nobody changed asks for what the API does by itself', () => {
  const parsed = NewCampaign.parse(toBody(draft))
  const usual = NewCampaign.parse({ name: 'x', voiceAgentId: agentId, retries: {} })
  expect(parsed.retries).toEqual(usual.retries)
  expect(parsed).toMatchObject({
    name: 'Renewals',
    sendType: 'MANUAL',
    timeRange: null,
    maxConcurrency: null,
    maxAttempts: 3,
    voicemail: { action: 'HANG_UP', message: null },
  })
})

test('hours, pace, retries and the message on machines go along', () => {
  const parsed = NewCampaign.parse(
    toBody({
      ...draft,
      hasHours: true,
      days: ['MONDAY'],
      zone: 'Europe/London',
      start: 'SCHEDULE',
      startAt: '2031-03-06T09:00',
      maxConcurrency: '5',
      callsPerSecond: '0.5',
      retries: { ...draft.retries, busy: { times: '4', minutes: '1.5' } },
      voicemail: 'LEAVE_MESSAGE',
      message: 'Please call back.',
    }),
  )
  expect(parsed).toMatchObject({
    timeRange: { days: ['MONDAY'], startCallingTime: '09:00', endCallingTime: '17:00' },
    scheduledTimezone: 'Europe/London',
    scheduledDate: '2031-03-06T09:00',
    maxConcurrency: 5,
    callsPerSecond: 0.5,
    retries: { busy: { times: 4, delaySeconds: 90 } },
    voicemail: { action: 'LEAVE_MESSAGE', message: 'Please call back.' },
  })
})

test('a date without a zone is meant by the clock of this computer', () => {
  const body = toBody({ ...draft, start: 'SCHEDULE', startAt: '2031-03-06T09:00' })
  expect(body.scheduledDate).toBe(new Date('2031-03-06T09:00').toISOString())
})
