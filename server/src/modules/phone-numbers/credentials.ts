import { hiddenValue, type NewPhoneNumber, type PhoneNumber } from '@parley/contract'
import type { Context } from '../../context.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { invalid } from '../../platform/errors.ts'
import type { SipTrunk, TwilioAccount } from '../../providers/telephony/index.ts'
import type { NumberRow } from './queries.ts'

/** What a SIP carrier lets us in by. */
type SipSecrets = {
  readonly password: string | null
  readonly headers: Readonly<Record<string, string>>
}

type SipOutbound = {
  readonly address: string
  readonly transportType: string
  readonly username: string | null
  readonly headerNames: readonly string[]
}

/** What is kept of a new number besides what everybody may see. */
export function kept(context: Context, id: string, body: NewPhoneNumber) {
  const sealed = (secret: TwilioAccount | SipSecrets) =>
    seal(context.config.encryptionKey, placeOf(id), JSON.stringify(secret))
  switch (body.type) {
    case 'TWILIO': {
      const account = {
        accountSid: required(body.twilioAccountSid, 'twilioAccountSid'),
        authToken: required(body.twilioAuthToken, 'twilioAuthToken'),
      }
      return { credentials: sealed(account), sip_outbound: null }
    }
    case 'SIP': {
      const wanted = required(body.sipOutboundConfigs ?? undefined, 'sipOutboundConfigs')
      const { address, transportType, username = null, password = null, customHeaders } = wanted
      const headers = customHeaders ?? {}
      const outbound = { address, transportType, username, headerNames: Object.keys(headers) }
      const hasSecrets = password !== null || outbound.headerNames.length > 0
      return {
        credentials: hasSecrets ? sealed({ password, headers }) : null,
        sip_outbound: JSON.stringify(outbound satisfies SipOutbound),
      }
    }
    case 'SIMULATED':
      return { credentials: null, sip_outbound: null }
  }
}

function required<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value
  throw invalid(field, `Field '${field}' is required.`)
}

const placeOf = (id: string) => `phone_number ${id}`

/** The Twilio account of a number; throws for a number of another carrier. */
export function twilioAccountOf({ config }: Context, row: NumberRow): TwilioAccount {
  if (row.provider !== 'TWILIO' || row.credentials === null) {
    throw new Error(`The number ${row.id} has no Twilio account`)
  }
  return JSON.parse(unseal(config.encryptionKey, placeOf(row.id), row.credentials)) as TwilioAccount
}

/** How a SIP carrier is reached; throws for a number of another carrier. */
export function sipTrunkOf({ config }: Context, row: NumberRow): SipTrunk {
  if (row.sip_outbound === null) throw new Error(`The number ${row.id} has no SIP carrier`)
  const secrets =
    row.credentials === null
      ? { password: null, headers: {} }
      : (JSON.parse(unseal(config.encryptionKey, placeOf(row.id), row.credentials)) as SipSecrets)
  const { headerNames: _, ...outbound } = JSON.parse(row.sip_outbound) as SipOutbound
  return { ...outbound, ...secrets }
}

/** What of it everybody may see. */
export function shownCarrier(
  context: Context,
  row: NumberRow,
): Pick<PhoneNumber, 'sipOutboundConfigs' | 'twilioAccountSid'> {
  if (row.sip_outbound !== null) {
    const { headerNames, ...outbound } = JSON.parse(row.sip_outbound) as SipOutbound
    const customHeaders = Object.fromEntries(headerNames.map((name) => [name, hiddenValue]))
    return { sipOutboundConfigs: { ...outbound, customHeaders }, twilioAccountSid: null }
  }
  return { sipOutboundConfigs: null, twilioAccountSid: shownSid(context, row) }
}

function shownSid(context: Context, row: NumberRow): string | null {
  if (row.provider !== 'TWILIO') return null
  try {
    return twilioAccountOf(context, row).accountSid
  } catch (error) {
    // Encrypted with a key that is gone: the number must be seen to be deleted and added again.
    context.log.warn(
      { err: error, numberId: row.id },
      'credentials of a number cannot be decrypted',
    )
    return null
  }
}
