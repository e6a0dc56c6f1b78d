import { AppError } from '../../platform/errors.ts'
import type { Principal } from '../../platform/access.ts'

/** What webhooks are told is everybody's records: only those see it who may see these all. */
export function requireReader({ role, seesAllRows }: Principal): void {
  if (seesAllRows && role !== 'viewer' && role !== 'rep') return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    "Webhooks and the event feed are for managers, admins and owners, and for keys with 'admin'.",
    { required: 'admin' },
  )
}
