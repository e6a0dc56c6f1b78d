import type { Catalogue } from '../en/index.ts'
import { agentCalls } from './agent-calls.ts'
import { agents } from './agents.ts'
import { analysis } from './analysis.ts'
import { campaigns } from './campaigns.ts'
import { conversations } from './conversations.ts'
import { crm } from './crm.ts'
import { developers } from './developers.ts'
import { flows } from './flows.ts'
import { liveCalls } from './live-calls.ts'
import { operations } from './operations.ts'
import { pipeline } from './pipeline.ts'
import { recordings } from './recordings.ts'
import { pronunciation } from './pronunciation.ts'
import { records } from './records.ts'
import { reports } from './reports.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { toolkit } from './toolkit.ts'

export const ar: Catalogue = {
  ...shell,
  ...records,
  ...conversations,
  ...recordings,
  ...crm,
  ...reports,
  ...developers,
  ...settings,
  ...pipeline,
  ...agents,
  ...agentCalls,
  ...liveCalls,
  ...pronunciation,
  ...analysis,
  ...campaigns,
  ...operations,
  ...flows,
  ...toolkit,
}
