import { agentCalls } from './agent-calls.ts'
import { agents } from './agents.ts'
import { campaigns } from './campaigns.ts'
import { flows } from './flows.ts'
import { en } from './index.ts'
import { operations } from './operations.ts'
import { pipeline } from './pipeline.ts'
import { recordings } from './recordings.ts'
import { toolkit } from './toolkit.ts'

/** Every word of the dashboard. */
export const all = {
  ...en,
  ...agents,
  ...agentCalls,
  ...campaigns,
  ...operations,
  ...pipeline,
  ...recordings,
  ...flows,
  ...toolkit,
} as const
