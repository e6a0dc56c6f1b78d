import type { PhoneProvider } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { TelephonyPort } from '../../providers/telephony/index.ts'
import { twilioAddresses } from './addresses.ts'
import { sipTrunkOf, twilioAccountOf } from './credentials.ts'
import { getNumber } from './phone-numbers.ts'
import type { Named, NumberRow } from './queries.ts'

/** A number that can be called from, and the carrier that calls. */
type CallingNumber = {
  readonly id: string
  /** E.164. */
  readonly number: string
  readonly provider: PhoneProvider
  readonly agentId: string | undefined
  readonly carrier: TelephonyPort
}

/** The carrier of a number, by its id or as it is dialled. Throws PHONE_NUMBER_NOT_FOUND. */
export async function carrierOfNumber(
  context: Context,
  { workspaceId, ...named }: { readonly workspaceId: string } & Named,
): Promise<CallingNumber> {
  const row = await getNumber(context, workspaceId, named)
  return {
    id: row.id,
    number: row.number,
    provider: row.provider,
    agentId: row.agent_id ?? undefined,
    carrier: carrierOf(context, workspaceId, row),
  }
}

export function carrierOf(context: Context, workspaceId: string, row: NumberRow): TelephonyPort {
  switch (row.provider) {
    case 'SIMULATED':
      return context.telephony.simulated
    case 'TWILIO': {
      const addresses = twilioAddresses(context, { workspaceId, id: row.id })
      return context.telephony.twilio(twilioAccountOf(context, row), addresses)
    }
    case 'SIP':
      return context.telephony.sip(sipTrunkOf(context, row, workspaceId))
  }
}
