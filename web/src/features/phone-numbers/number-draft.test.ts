import { expect, test } from 'vitest'
import { bodyOf, emptyNumber } from './number-draft.ts'

const typed = { ...emptyNumber, phoneNumber: '+442079460958' }

test('a number says of its carrier what that needs, and nothing of others', () => {
  expect(bodyOf('SIMULATED', typed)).toEqual({ type: 'SIMULATED', phoneNumber: '+442079460958' })
  expect(
    bodyOf('TWILIO', { ...typed, label: ' Sales ', accountSid: 'AC1', authToken: 't' }),
  ).toEqual({
    type: 'TWILIO',
    phoneNumber: '+442079460958',
    label: 'Sales',
    twilioAccountSid: 'AC1',
    twilioAuthToken: 't',
  })
})

test('of SIP, who may call is a list, and what is empty is not there', () => {
  const draft = { ...typed, address: 'sip.example', allowedAddresses: '203.0.113.7, 10.1.0.0/16' }
  expect(bodyOf('SIP', draft)).toMatchObject({
    sipOutboundConfigs: { address: 'sip.example', username: null, password: null, register: false },
    sipInboundConfigs: { allowedAddresses: ['203.0.113.7', '10.1.0.0/16'], username: null },
  })
})
