import { type CarrierCheck, type NumberToCheck, TelephonyError } from '../port.ts'
import type { TwilioRest } from './rest.ts'

type Owned = { readonly voice_url?: unknown; readonly capabilities?: { readonly voice?: unknown } }

/** Asks Twilio for the account and the number, step by step; calls nobody. */
export async function checkNumber(
  rest: TwilioRest,
  { number, voiceUrl }: NumberToCheck,
): Promise<readonly CarrierCheck[]> {
  const account = await checkAccount(rest)
  if (!account.ok) return [account]
  let owned: Owned | undefined
  try {
    owned = await findOwned(rest, number)
  } catch (error) {
    return [account, failed('number', error)]
  }
  const found = checkOwned(owned, number)
  return found.ok ? [account, found, checkCallbacks(owned, voiceUrl)] : [account, found]
}

async function checkAccount(rest: TwilioRest): Promise<CarrierCheck> {
  try {
    const { status, friendly_name: name } = await rest.ask('.json')
    const called = typeof name === 'string' && name !== '' ? ` "${name}"` : ''
    if (status === 'active') {
      return { name: 'account', ok: true, message: `Twilio accepts the account${called}.` }
    }
    const message = `The account${called} is ${String(status)}.`
    return { name: 'account', ok: false, code: 'account', message }
  } catch (error) {
    return failed('account', error)
  }
}

function failed(name: CarrierCheck['name'], error: unknown): CarrierCheck {
  if (!(error instanceof TelephonyError)) throw error
  const { failure, carrierCause, message } = error
  const code = carrierCause?.code === undefined ? failure : `${failure} ${carrierCause.code}`
  return { name, ok: false, code, message }
}

async function findOwned(rest: TwilioRest, number: string): Promise<Owned | undefined> {
  const query = new URLSearchParams({ PhoneNumber: number, PageSize: '1' })
  const answer = await rest.ask(`/IncomingPhoneNumbers.json?${query.toString()}`)
  const { incoming_phone_numbers: numbers } = answer
  return Array.isArray(numbers) ? (numbers[0] as Owned | undefined) : undefined
}

function checkOwned(owned: Owned | undefined, number: string): CarrierCheck {
  const name = 'number'
  if (!owned) {
    const message = `The account does not have the number ${number}.`
    return { name, ok: false, code: 'not_found', message }
  }
  if (owned.capabilities?.voice === false) {
    const message = `The number ${number} cannot be used for calls.`
    return { name, ok: false, code: 'no_voice', message }
  }
  return { name, ok: true, message: `The number ${number} belongs to the account.` }
}

function checkCallbacks(owned: Owned | undefined, voiceUrl: string): CarrierCheck {
  const name = 'callbacks'
  if (!voiceUrl.startsWith('https://')) {
    const message = `Twilio cannot reach this server at ${new URL(voiceUrl).origin}: set PUBLIC_URL to its https address.`
    return { name, ok: false, code: 'no_public_url', message }
  }
  const set = owned?.voice_url
  if (set === voiceUrl) return { name, ok: true, message: 'Calls that come in are sent here.' }
  const where = typeof set === 'string' && set !== '' ? `to ${set}` : 'nowhere'
  const message = `Calls that come in are sent ${where}: set "A call comes in" of the number to ${voiceUrl}.`
  return { name, ok: false, code: 'other_voice_url', message }
}
