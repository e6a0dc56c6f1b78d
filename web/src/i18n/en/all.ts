import { agentCalls } from './agent-calls.ts'
import { agents } from './agents.ts'
import { analysis } from './analysis.ts'
import { campaigns } from './campaigns.ts'
import { flows } from './flows.ts'
import { en } from './index.ts'
import { operations } from './operations.ts'
import { toolkit } from './toolkit.ts'

/** Every word of the dashboard. */
export const all = {
  ...en,
  ...agents,
  ...agentCalls,
  ...analysis,
  ...campaigns,
  ...operations,
  ...flows,
  ...toolkit,
} as const
