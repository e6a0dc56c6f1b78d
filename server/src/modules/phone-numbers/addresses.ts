import { addressForPeople } from '../../address-for-people.ts'
import type { Context } from '../../context.ts'
import type { TwilioAddresses } from '../../providers/telephony/index.ts'

/** Where Twilio's media streams connect; whoever holds live calls listens there. */
export const twilioStreamPath = '/telephony/twilio/stream'

type OfNumber = { readonly workspaceId: string; readonly id: string }

/** Address of this server as carriers reach it, without a slash at its end. */
export function baseOf({ config }: Context): string {
  return addressForPeople(config, config.port)
}

/** Where Twilio tells of calls of a number. */
export function twilioAddresses(context: Context, { workspaceId, id }: OfNumber): TwilioAddresses {
  const base = baseOf(context)
  const ours = `${base}/telephony/twilio/${workspaceId}/${id}`
  const withReference = (what: string) => (reference: string) =>
    `${ours}/${what}?reference=${encodeURIComponent(reference)}`
  return {
    status: withReference('status'),
    detection: withReference('detection'),
    stream: `${base.replace(/^http/, 'ws')}${twilioStreamPath}`,
  }
}

/** Set as "A call comes in" of the number at Twilio. */
export function voiceUrlOf(context: Context, { workspaceId, id }: OfNumber): string {
  return `${baseOf(context)}/telephony/twilio/${workspaceId}/${id}/voice`
}
