import type { parley } from '../../api/client.ts'

type NewNumber = Parameters<typeof parley.phoneNumbers.add>[0]

export const carrierTypes = ['TWILIO', 'SIP', 'SIMULATED'] as const
export type CarrierType = (typeof carrierTypes)[number]

/** Everything of a new number as it is typed. */
export const emptyNumber = {
  phoneNumber: '',
  label: '',
  accountSid: '',
  authToken: '',
  address: '',
  transport: 'UDP',
  username: '',
  password: '',
  registers: false,
  allowedAddresses: '',
  loginName: '',
  loginPassword: '',
}
export type NumberDraft = typeof emptyNumber

/** As the API takes it. */
export function bodyOf(type: CarrierType, draft: NumberDraft): NewNumber {
  const { phoneNumber, label, accountSid, authToken } = draft
  const common = { phoneNumber, ...(label.trim() !== '' && { label: label.trim() }) }
  switch (type) {
    case 'TWILIO':
      return { ...common, type, twilioAccountSid: accountSid.trim(), twilioAuthToken: authToken }
    case 'SIP':
      return { ...common, type, ...sipOf(draft) }
    case 'SIMULATED':
      return { ...common, type }
  }
}

function sipOf(draft: NumberDraft) {
  return {
    sipOutboundConfigs: {
      address: draft.address.trim(),
      transportType: draft.transport,
      username: draft.username.trim() || null,
      password: draft.password || null,
      register: draft.registers,
    },
    sipInboundConfigs: {
      allowedAddresses: draft.allowedAddresses.split(/[\s,]+/).filter(Boolean),
      username: draft.loginName.trim() || null,
      password: draft.loginPassword || null,
    },
  }
}
