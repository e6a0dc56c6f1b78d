import { openListeners, type Listeners } from './listeners.ts'
import { TelephonyError, type TelephonyPort } from './port.ts'
import {
  openSimulatedCarrier,
  type SimulatedCarrier,
  type SimulatedOptions,
} from './simulated/carrier.ts'
import type { SipEndpoint } from './sip/endpoint.ts'
import type { SipTrunk } from './sip/line.ts'
import { openTwilio, type TwilioAddresses } from './twilio/adapter.ts'
import type { TwilioAccount } from './twilio/rest.ts'

export { decodeMulaw, encodeMulaw } from './mulaw.ts'
export {
  type MediaInput,
  type MediaStream,
  type StreamRequest,
  telephoneFormat,
} from './media.ts'
export {
  type CallEvent,
  type CallSnapshot,
  type CarrierCheck,
  type CarrierListener,
  type IncomingCall,
  isFinal,
  type PlaceCallRequest,
  type PlacedCall,
  TelephonyError,
  type TelephonyPort,
} from './port.ts'
export { openSipEndpoint } from './sip/endpoint.ts'
export type { SipLine, SipTrunk } from './sip/line.ts'
export type { Callee } from './simulated/callee.ts'
export { openSimulatedCarrier } from './simulated/carrier.ts'
export { type Clock, openVirtualClock } from './simulated/clock.ts'
export { readDetection, readStatusCallback, type TwilioForm } from './twilio/callbacks.ts'
export {
  readFrame as readTwilioFrame,
  writeClear as writeTwilioClear,
  writeMark as writeTwilioMark,
  writeMedia as writeTwilioMedia,
} from './twilio/frames.ts'
export type { TwilioAddresses } from './twilio/adapter.ts'
export type { TwilioAccount } from './twilio/rest.ts'
export { isSignedBy as isSignedByTwilio } from './twilio/signature.ts'
export { connectStream as connectStreamTwiml, rejectCall as rejectTwiml } from './twilio/twiml.ts'

/** All carriers of the process, and those who listen to them. */
export type Telephony = Listeners & {
  readonly simulated: SimulatedCarrier
  /** One for each account and its addresses; asked again, the same one. */
  twilio(account: TwilioAccount, addresses: TwilioAddresses): TelephonyPort
  /** Throws a TelephonyError where this process does not speak SIP. */
  sip(trunk: SipTrunk): TelephonyPort
  /** Undefined: this process does not speak SIP. */
  readonly sipEndpoint: SipEndpoint | undefined
  /** Ends all calls. */
  close(): Promise<void>
}

export type TelephonyOptions = Omit<SimulatedOptions, 'listeners'> & {
  /** What speaks SIP; closed with all else. */
  readonly sip?: SipEndpoint | undefined
  /** Such as `https://api.twilio.com`. */
  readonly twilioApiUrl: string
}

/** Accounts whose carriers are kept, for what they remember of keys; the oldest are forgotten. */
const keptAccounts = 1_000

export function openTelephony({ twilioApiUrl, sip, ...options }: TelephonyOptions): Telephony {
  const listeners = openListeners()
  const simulated = openSimulatedCarrier({ ...options, listeners })
  const accounts = new Map<string, TelephonyPort>()
  sip?.attach(listeners)
  return {
    ...listeners,
    simulated,
    twilio(account, addresses) {
      const name = [account.accountSid, account.authToken, addresses.status('')].join(' ')
      const carrier = accounts.get(name) ?? openTwilio({ account, apiUrl: twilioApiUrl, addresses })
      accounts.set(name, carrier)
      if (accounts.size > keptAccounts) accounts.delete(accounts.keys().next().value ?? '')
      return carrier
    },
    sip(trunk) {
      if (sip) return sip.carrierOf(trunk)
      throw new TelephonyError('sip', 'refused', 'This process does not speak SIP: set SIP_PORT.')
    },
    sipEndpoint: sip,
    async close() {
      simulated.close()
      await sip?.close()
    },
  }
}
