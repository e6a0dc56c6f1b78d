import type { Context } from '../../context.ts'
import type { SipLine } from '../../providers/telephony/index.ts'
import { sipLineOf } from './credentials.ts'
import { listSipNumbers } from './queries.ts'

/** Numbers beyond are not called over SIP. */
const maxLines = 20_000

/** From now on the numbers of all workspaces are called over SIP, where this process speaks it. */
export function serveSipLines(context: Context): void {
  void context.telephony.sipEndpoint?.follow({ lines: () => sipLines(context) })
}

async function sipLines(context: Context): Promise<SipLine[]> {
  const rows = await listSipNumbers(context.db, maxLines)
  return rows.flatMap((row) => {
    try {
      return [sipLineOf(context, row, row.workspace_id)]
    } catch (error) {
      // Encrypted with a key that is gone.
      context.log.warn({ err: error, numberId: row.id }, 'a SIP number cannot be used')
      return []
    }
  })
}
