import type { SignalKind } from '@parley/contract'

/** What is looked for in every conversation, in the order in which people are offered it. */
export const signalKinds = [
  'pricing',
  'competitor',
  'objection',
  'buying_intent',
  'decision_maker',
  'budget',
  'timeline',
  'risk',
  'next_meeting',
  'opt_out_request',
] as const satisfies readonly SignalKind[]
