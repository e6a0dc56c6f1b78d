import { z } from 'zod'

/** What of a call is the same in the API, in events and in the server. */

const callChannels = ['Web', 'Chat Agent', 'Telephone'] as const
export const CallChannel = z.enum(callChannels).describe('How the user was connected.')
export type CallChannel = z.infer<typeof CallChannel>

export const callDirections = ['inbound', 'outbound', 'web'] as const
export const CallDirection = z.enum(callDirections)
export type CallDirection = z.infer<typeof CallDirection>

const endStatuses = ['COMPLETED', 'NO_ANSWER', 'FAILED', 'FORWARDED', 'TERMINATED'] as const
export const EndStatus = z
  .enum(endStatuses)
  .describe(
    'COMPLETED: it was talked. NO_ANSWER: nobody took it. FORWARDED: somebody else took over. TERMINATED: somebody of the workspace, or a limit, cut it off.',
  )
export type EndStatus = z.infer<typeof EndStatus>

export const callStatuses = ['PENDING', 'IN_PROGRESS', ...endStatuses] as const
export const CallStatus = z
  .enum(callStatuses)
  .describe('PENDING: not taken yet. IN_PROGRESS: it goes on. All others are final.')
export type CallStatus = z.infer<typeof CallStatus>
