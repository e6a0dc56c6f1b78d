import { hiddenValue, type NewPhoneNumber, type PhoneNumber } from '@parley/contract'
import type { Context } from '../../context.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { invalid } from '../../platform/errors.ts'
import type { SipLine, SipTrunk, TwilioAccount } from '../../providers/telephony/index.ts'
import type { NumberRow } from './queries.ts'

/** What a SIP carrier lets us in by. */
type SipSecrets = {
  readonly password: string | null
  readonly headers: Readonly<Record<string, string>>
  /** What others log in with. */
  readonly loginPassword?: string | null
}

/** Who may call a number over SIP. */
type SipInbound = {
  readonly allowedAddresses: readonly string[]
  readonly username: string | null
}

type SipOutbound = {
  readonly address: string
  readonly transportType: string
  readonly username: string | null
  readonly headerNames: readonly string[]
  /** Numbers from before it could be said do not. */
  readonly register?: boolean
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
      return { credentials: sealed(account), sip_outbound: null, sip_inbound: null }
    }
    case 'SIP': {
      const { outbound, inbound, secrets } = sipOf(body)
      const { password, headers, loginPassword } = secrets
      const hasSecrets =
        password !== null || loginPassword !== null || Object.keys(headers).length > 0
      return {
        credentials: hasSecrets ? sealed(secrets) : null,
        sip_outbound: JSON.stringify(outbound),
        sip_inbound: JSON.stringify(inbound),
      }
    }
    case 'SIMULATED':
      return { credentials: null, sip_outbound: null, sip_inbound: null }
  }
}

function sipOf(body: NewPhoneNumber) {
  const wanted = required(body.sipOutboundConfigs ?? undefined, 'sipOutboundConfigs')
  const { address, transportType, username = null, password = null, register } = wanted
  const headers = wanted.customHeaders ?? {}
  const { login, loginPassword, allowedAddresses } = wantedInboundOf(body)
  const outbound: SipOutbound = {
    address,
    transportType,
    username,
    headerNames: Object.keys(headers),
    register,
  }
  const inbound: SipInbound = { allowedAddresses, username: login }
  const secrets: SipSecrets = { password, headers, loginPassword }
  return { outbound, inbound, secrets: { ...secrets, loginPassword } }
}

/** Who may call in, and the login of telephones. */
function wantedInboundOf({ sipInboundConfigs: given }: NewPhoneNumber) {
  const login = given?.username ?? null
  const loginPassword = login === null ? null : (given?.password ?? null)
  if (login !== null && loginPassword === null) {
    throw invalid('sipInboundConfigs', "Send 'password' with 'username' of sipInboundConfigs.")
  }
  return { login, loginPassword, allowedAddresses: given?.allowedAddresses ?? [] }
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
export function sipTrunkOf(context: Context, row: NumberRow, owner: string): SipTrunk {
  if (row.sip_outbound === null) throw new Error(`The number ${row.id} has no SIP carrier`)
  const { password, headers } = sipSecretsOf(context, row)
  const {
    headerNames: _,
    register = false,
    ...outbound
  } = JSON.parse(row.sip_outbound) as SipOutbound
  const { username } = inboundOf(row)
  const login = username === null ? {} : { loginName: username }
  return { ...outbound, password, headers, registers: register, owner, ...login }
}

/** The number as it is called over SIP. */
export function sipLineOf(context: Context, row: NumberRow, owner: string): SipLine {
  const { allowedAddresses, username } = inboundOf(row)
  const password = () => sipSecretsOf(context, row).loginPassword ?? ''
  return {
    owner,
    number: row.number,
    trunk: sipTrunkOf(context, row, owner),
    allowedAddresses,
    login: username === null ? undefined : { username, password },
  }
}

function sipSecretsOf({ config }: Context, { id, credentials }: NumberRow): SipSecrets {
  if (credentials === null) return { password: null, headers: {} }
  return JSON.parse(unseal(config.encryptionKey, placeOf(id), credentials)) as SipSecrets
}

/** Numbers from before it could be said let nobody in but their carrier. */
function inboundOf({ sip_inbound }: NumberRow): SipInbound {
  if (sip_inbound === null) return { allowedAddresses: [], username: null }
  return JSON.parse(sip_inbound) as SipInbound
}

/** What everybody may see of who may call. */
export const shownInbound = (row: NumberRow) => {
  const { allowedAddresses, username } = inboundOf(row)
  return { allowedAddresses: [...allowedAddresses], username }
}

/** What of it everybody may see. */
export function shownCarrier(
  context: Context,
  row: NumberRow,
): Pick<PhoneNumber, 'sipOutboundConfigs' | 'twilioAccountSid'> {
  if (row.sip_outbound !== null) {
    const {
      headerNames,
      register = false,
      ...outbound
    } = JSON.parse(row.sip_outbound) as SipOutbound
    const customHeaders = Object.fromEntries(headerNames.map((name) => [name, hiddenValue]))
    return { sipOutboundConfigs: { ...outbound, register, customHeaders }, twilioAccountSid: null }
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
