import { agentCalls } from './agent-calls.ts'
import { agents } from './agents.ts'
import { en } from './index.ts'

/** Every word of the dashboard. */
export const all = { ...en, ...agents, ...agentCalls } as const
