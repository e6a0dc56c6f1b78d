import { agentCalls } from './agent-calls.ts'
import { agents } from './agents.ts'
import { analysis } from './analysis.ts'
import { campaigns } from './campaigns.ts'
import { developers } from './developers.ts'
import { flows } from './flows.ts'
import { en } from './index.ts'
import { liveCalls } from './live-calls.ts'
import { operations } from './operations.ts'
import { pipeline } from './pipeline.ts'
import { recordings } from './recordings.ts'
import { pronunciation } from './pronunciation.ts'
import { toolkit } from './toolkit.ts'

/** Every word of the dashboard. */
export const all = {
  ...en,
  ...agents,
  ...agentCalls,
  ...liveCalls,
  ...pronunciation,
  ...analysis,
  ...campaigns,
  ...developers,
  ...operations,
  ...pipeline,
  ...recordings,
  ...flows,
  ...toolkit,
} as const
