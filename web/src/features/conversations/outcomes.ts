import type { ConversationOutcome } from '@parley/contract'

/** What a conversation may have come to, as lists offer it. */
export const outcomes = [
  'closed_won',
  'closed_lost',
  'follow_up_required',
  'no_show',
  'qualified',
  'not_qualified',
] as const satisfies readonly ConversationOutcome[]
