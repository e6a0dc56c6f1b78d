import type { Context } from '../../context.ts'
import type { TelephonyPort } from '../../providers/telephony/index.ts'
import { carrierOf } from './carriers.ts'
import { twilioAccountOf } from './credentials.ts'
import { countByProvider, listOfEachProvider, type NumberRow } from './queries.ts'

/** Accounts of one workspace that are asked; more have seldom different answers. */
const maxAccounts = 20

export type CarrierAnswer = {
  /** For people, such as `Twilio AC12…`. */
  readonly account: string
  /** Of the workspace, as many as were looked at. */
  readonly numbers: number
  readonly told: string
  /** Why it does not let us in; undefined when it does. */
  readonly error: unknown
}

/** How many numbers a workspace has with each carrier. */
export async function countNumbersByCarrier(
  { db }: Context,
  workspaceId: string,
): Promise<{ carrier: string; count: number }[]> {
  return countByProvider(db, workspaceId)
}

/** Asks each account of the workspace's numbers whether it could call. Rings nobody. */
export async function askCarriers(context: Context, workspaceId: string): Promise<CarrierAnswer[]> {
  const rows = await listOfEachProvider(context.db, workspaceId)
  const accounts = new Map<string, NumberRow[]>()
  for (const row of rows) {
    const name = accountOf(context, row)
    accounts.set(name, [...(accounts.get(name) ?? []), row])
  }
  const asked = [...accounts].slice(0, maxAccounts)
  return Promise.all(
    asked.map(async ([account, [row, ...others]]) => {
      const about = { account, numbers: others.length + 1 }
      if (!row) return { ...about, told: '', error: undefined }
      try {
        const told = await ask(carrierOf(context, workspaceId, row), row)
        return { ...about, told, error: undefined }
      } catch (error) {
        return { ...about, told: '', error }
      }
    }),
  )
}

function accountOf(context: Context, row: NumberRow): string {
  if (row.provider === 'SIMULATED') return 'Simulated carrier'
  if (row.provider === 'SIP') return `SIP ${row.number}`
  try {
    return `Twilio ${twilioAccountOf(context, row).accountSid}`
  } catch {
    return `Twilio ${row.number}`
  }
}

/** An id that no carrier has given. */
const unknownCall = `CA${'0'.repeat(32)}`

/** Whoever may ask for a call that does not exist is let in. */
async function ask(carrier: TelephonyPort, { provider }: NumberRow): Promise<string> {
  await carrier.findCall(unknownCall)
  if (provider === 'TWILIO') return 'the account is accepted.'
  if (provider === 'SIP') return 'is set up; whether it lets us in shows with the first call.'
  return 'answers.'
}
