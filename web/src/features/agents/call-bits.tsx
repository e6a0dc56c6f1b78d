import type { ListedCall } from '@parley/contract'
import { t } from '../../i18n/index.ts'
import { Badge, type Tone } from '../../ui/bits.tsx'

const statusTones: Readonly<Record<ListedCall['status'], Tone>> = {
  PENDING: 'info',
  IN_PROGRESS: 'accent',
  COMPLETED: 'good',
  NO_ANSWER: 'neutral',
  FAILED: 'bad',
  FORWARDED: 'info',
  TERMINATED: 'warn',
}

export function CallStatusBadge({ status }: Pick<ListedCall, 'status'>) {
  return <Badge tone={statusTones[status]}>{t(`callStatus.${status}`)}</Badge>
}

/** Who the agent talked with, by the most that is known. */
export function otherParty(call: {
  readonly contactName?: string | null
  readonly callParams: { readonly userNumber: string | null }
  readonly direction: ListedCall['direction']
}): string {
  return call.contactName ?? call.callParams.userNumber ?? t(`callDirection.${call.direction}`)
}
