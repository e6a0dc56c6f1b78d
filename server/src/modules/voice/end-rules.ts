import type { EndStatus } from '@parley/contract'

/** How a call ends that was taken. */
export type TalkStatus = Exclude<EndStatus, 'NO_ANSWER'>

const statuses: Readonly<Record<string, TalkStatus>> = {
  hangup: 'COMPLETED',
  agent_hangup: 'COMPLETED',
  inactivity: 'COMPLETED',
  transfer: 'FORWARDED',
  max_duration: 'TERMINATED',
  operator_hangup: 'TERMINATED',
  server_stopping: 'TERMINATED',
  failed: 'FAILED',
}

/** What a reason means for the record. A line that broke after words were said was still a talk. */
export function statusOf(reason: string, turns: number): TalkStatus {
  if (reason === 'connection_lost') return turns > 0 ? 'COMPLETED' : 'FAILED'
  return statuses[reason] ?? 'FAILED'
}
