import { expect, test } from 'vitest'
import {
  followUpOf,
  type Former,
  type Known,
  partiesOf,
  type Sent,
  taskStepOf,
  timesOf,
} from './capture-rules.ts'

const agent = '+14155552671'
const customer = '+442079460958'
const contact = { id: 'nadia', name: 'Nadia', phoneE164: customer, companyId: null }

function sent(capture: Partial<Sent['capture']>, from?: string, to?: string): Sent {
  return {
    capture: {
      company_id: 'workspace',
      recording_url: undefined,
      ...(from && { caller_number: from }),
      ...(to && { recipient_number: to }),
      ...capture,
    },
    callerE164: from ?? null,
    recipientE164: to ?? null,
    senderId: 'sender',
    receivedAt: new Date('2026-03-02T22:30:00Z'),
  }
}

const nothing: Known = {
  leadsFromCalls: true,
  timeZone: 'UTC',
  lead: null,
  employeeId: null,
  callerId: null,
  recipientId: null,
  callerContact: null,
  recipientContact: null,
  former: null,
  retryOf: null,
}

test.each<[string, Sent, Partial<Known>, unknown[]]>([
  [
    'a member calls a contact',
    sent({}, agent, customer),
    { callerId: 'ada', recipientContact: contact },
    ['outbound', 'ada', 'nadia', undefined],
  ],
  [
    'a contact calls a member',
    sent({}, customer, agent),
    { recipientId: 'ada', callerContact: contact },
    ['inbound', 'ada', 'nadia', undefined],
  ],
  [
    'a member calls somebody unknown',
    sent({}, agent, customer),
    { callerId: 'ada' },
    ['outbound', 'ada', undefined, customer],
  ],
  [
    'somebody unknown calls a member',
    sent({}, customer, agent),
    { recipientId: 'ada' },
    ['inbound', 'ada', undefined, customer],
  ],
  [
    'two members talk',
    sent({}, agent, customer),
    { callerId: 'ada', recipientId: 'bob' },
    ['outbound', 'ada', undefined, undefined],
  ],
  [
    'two strangers talk: the one called is the customer',
    sent({}, agent, customer),
    {},
    [undefined, undefined, undefined, customer],
  ],
  [
    'only a caller is known, and no member',
    sent({}, customer),
    {},
    [undefined, undefined, undefined, customer],
  ],
  [
    'the named employee is not the one of the number',
    sent({}, agent, customer),
    { employeeId: 'bob', callerId: 'ada' },
    ['outbound', 'bob', undefined, customer],
  ],
  [
    'an employee is named, and no number tells the side',
    sent({}, agent, customer),
    { employeeId: 'bob' },
    ['outbound', 'bob', undefined, customer],
  ],
  [
    'the named lead called',
    sent({}, customer, agent),
    { lead: contact },
    ['inbound', undefined, 'nadia', undefined],
  ],
  [
    'the workspace wants no leads',
    sent({}, agent, customer),
    { callerId: 'ada', leadsFromCalls: false },
    ['outbound', 'ada', undefined, undefined],
  ],
  ['no numbers at all', sent({}), {}, [undefined, undefined, undefined, undefined]],
])('%s', (_, call, known, expected) => {
  const {
    direction,
    employeeId,
    contact: found,
    unknown,
  } = partiesOf(call, { ...nothing, ...known })
  expect([direction, employeeId, found?.id, unknown?.e164]).toEqual(expected)
})

const at = (time: string) => `2026-03-02T${time}:00.000Z`

test.each<[string, Partial<Sent['capture']>, unknown]>([
  [
    'start and end',
    { start_time: at('10:00'), end_time: at('10:05') },
    { startedAt: at('10:00'), calledAt: at('10:00'), endedAt: at('10:05'), durationSeconds: 300 },
  ],
  [
    'a length that was sent counts',
    { start_time: at('10:00'), end_time: at('10:05'), duration_seconds: 240 },
    { durationSeconds: 240 },
  ],
  ['a date alone', { call_date: at('09:00') }, { startedAt: at('09:00'), calledAt: at('09:00') }],
  ['nothing: now', {}, { startedAt: at('22:30'), calledAt: at('22:30') }],
  [
    'an end alone, with a length',
    { end_time: at('10:05'), duration_seconds: 300 },
    { startedAt: at('10:00') },
  ],
  [
    'noted after it ended',
    { call_date: at('11:00'), end_time: at('10:05'), duration_seconds: 60 },
    { startedAt: at('10:04'), calledAt: at('11:00') },
  ],
])('times: %s', (_, capture, expected) => {
  expect(timesOf(sent(capture), null)).toMatchObject(expected as object)
})

test.each([
  [
    'a day and a time',
    { next_follow_up: '2026-03-06', next_follow_up_time: '14:00:00' },
    'UTC',
    { date: '2026-03-06', time: '14:00:00' },
  ],
  ['a day alone', { next_follow_up: '2026-03-06' }, 'UTC', { date: '2026-03-06', time: null }],
  [
    'a time still to come today',
    { next_follow_up_time: '23:00:00' },
    'UTC',
    { date: '2026-03-02', time: '23:00:00' },
  ],
  [
    'a time that has passed today',
    { next_follow_up_time: '22:00:00' },
    'UTC',
    { date: '2026-03-03', time: '22:00:00' },
  ],
  // 22:30 in London is 04:00 of the next day in Kolkata.
  [
    'a time of the workspace’s day',
    { next_follow_up_time: '09:00:00' },
    'Asia/Kolkata',
    { date: '2026-03-03', time: '09:00:00' },
  ],
  ['nothing', {}, 'UTC', undefined],
])('follow-up: %s', (_, capture, timeZone, expected) => {
  expect(followUpOf(sent(capture), { ...nothing, timeZone })).toEqual(expected)
})

test('a task that is open moves; one that is done is followed by another only for another day', () => {
  const former = {
    followUpDate: '2026-03-06',
    followUpTime: null,
    taskId: 't',
    taskIsOpen: true,
  } as Former
  const same = { date: '2026-03-06', time: null }
  const other = { date: '2026-03-09', time: null }
  expect(taskStepOf(undefined, null)).toBe('leave')
  expect(taskStepOf(same, null)).toBe('create')
  expect(taskStepOf(other, former)).toBe('change')
  expect(taskStepOf(same, { ...former, taskIsOpen: false })).toBe('leave')
  expect(taskStepOf(other, { ...former, taskIsOpen: false })).toBe('create')
})
