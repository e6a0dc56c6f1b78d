import type { PhoneNumberCheck } from '@parley/contract'
import type { Context } from '../../context.ts'
import { type CarrierCheck, TelephonyError } from '../../providers/telephony/index.ts'
import { voiceUrlOf } from './addresses.ts'
import { carrierOf } from './carriers.ts'
import { getNumber } from './phone-numbers.ts'
import type { Named, NumberRow } from './queries.ts'
import { type Caller, requireChanger } from './rights.ts'

/** Asks the carrier of a number whether it would work; nobody is called. */
export async function testPhoneNumber(caller: Caller, named: Named): Promise<PhoneNumberCheck> {
  const { context, principal } = caller
  requireChanger(principal)
  const { workspaceId } = principal
  const row = await getNumber(context, workspaceId, named)
  const checks = await checksOf(context, workspaceId, row)
  return {
    ok: checks.every(({ ok }) => ok),
    checks: checks.map((check) => ({ ...check, code: check.code ?? null })),
  }
}

async function checksOf(
  context: Context,
  workspaceId: string,
  row: NumberRow,
): Promise<readonly CarrierCheck[]> {
  const voiceUrl = voiceUrlOf(context, { workspaceId, id: row.id })
  try {
    const carrier = carrierOf(context, workspaceId, row)
    if (carrier.checkNumber) return await carrier.checkNumber({ number: row.number, voiceUrl })
    const message = 'This carrier can only be tried by a call.'
    return [{ name: 'carrier', ok: true, message }]
  } catch (error) {
    if (!(error instanceof TelephonyError)) throw error
    return [{ name: 'carrier', ok: false, code: error.failure, message: error.message }]
  }
}
