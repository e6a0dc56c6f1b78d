import { expect, test } from 'vitest'
import { readDetection, readStatusCallback } from './callbacks.ts'

const receivedAt = new Date('2026-03-02T09:15:00Z')
const about = { reference: 'w.c', receivedAt }
const read = (form: Record<string, string>) =>
  readStatusCallback({ CallSid: 'CA1', ...form }, about)

test.each([
  ['queued', undefined, 'initiated', undefined],
  ['initiated', undefined, 'initiated', undefined],
  ['ringing', undefined, 'ringing', undefined],
  ['in-progress', undefined, 'answered', undefined],
  ['completed', '200', 'completed', undefined],
  ['busy', undefined, 'busy', undefined],
  ['busy', '486', 'busy', undefined],
  ['busy', '603', 'declined', undefined],
  ['no-answer', '487', 'no-answer', undefined],
  ['no-answer', '480', 'no-answer', undefined],
  ['failed', '404', 'invalid', undefined],
  ['failed', '484', 'invalid', undefined],
  ['failed', '608', 'blocked', undefined],
  ['failed', '607', 'blocked', undefined],
  ['failed', '403', 'failed', 'account'],
  ['failed', '402', 'failed', 'account'],
  ['failed', '503', 'failed', 'carrier'],
  ['failed', '488', 'failed', 'carrier'],
  ['failed', undefined, 'failed', 'carrier'],
  ['canceled', '487', 'canceled', undefined],
])('%s with SIP %s is %s', (CallStatus, sip, status, fault) => {
  const event = read({ CallStatus, ...(sip && { SipResponseCode: sip }) })
  expect(event).toMatchObject({ callId: 'CA1', reference: 'w.c', status })
  expect(event?.fault).toBe(fault)
})

test('a step has the time that Twilio says, and the time of its arrival otherwise', () => {
  const said = read({ CallStatus: 'ringing', Timestamp: 'Mon, 02 Mar 2026 09:14:58 +0000' })
  expect(said?.at.toISOString()).toBe('2026-03-02T09:14:58.000Z')
  expect(read({ CallStatus: 'ringing' })?.at).toEqual(receivedAt)
  expect(read({ CallStatus: 'ringing', Timestamp: 'soon' })?.at).toEqual(receivedAt)
})

test('the end of a call tells its duration and its cause', () => {
  const event = read({ CallStatus: 'completed', CallDuration: '42', SipResponseCode: '200' })
  expect(event).toMatchObject({ durationS: 42, cause: { sip: 200 } })
})

test.each([
  ['human', 'human', false],
  ['machine_start', 'machine', false],
  ['machine_end_beep', 'machine', true],
  ['machine_end_silence', 'machine', true],
  ['machine_end_other', 'machine', true],
  ['fax', 'machine', false],
  ['unknown', 'unknown', false],
])('who answered as %s is %s', (AnsweredBy, answeredBy, greetingEnded) => {
  const event = readDetection({ CallSid: 'CA1', AnsweredBy }, about)
  expect(event).toMatchObject({ status: 'detected', answeredBy, greetingEnded })
})

test('what is no callback is none', () => {
  expect(read({ CallStatus: 'dreaming' })).toBeUndefined()
  expect(readStatusCallback({ CallStatus: 'ringing' }, about)).toBeUndefined()
  expect(readDetection({ CallSid: 'CA1' }, about)).toBeUndefined()
})
