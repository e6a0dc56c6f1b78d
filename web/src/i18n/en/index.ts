import type { agentCalls } from './agent-calls.ts'
import type { agents } from './agents.ts'
import type { analysis } from './analysis.ts'
import type { campaigns } from './campaigns.ts'
import { conversations } from './conversations.ts'
import { crm } from './crm.ts'
import type { developers } from './developers.ts'
import type { flows } from './flows.ts'
import type { liveCalls } from './live-calls.ts'
import type { operations } from './operations.ts'
import type { pipeline } from './pipeline.ts'
import type { recordings } from './recordings.ts'
import type { pronunciation } from './pronunciation.ts'
import { records } from './records.ts'
import { reports } from './reports.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import type { toolkit } from './toolkit.ts'

/** What may be needed at once; the words of some screens come with them (`all.ts`, `index.ts`). */
export const en = {
  ...shell,
  ...records,
  ...conversations,
  ...crm,
  ...reports,
  ...settings,
} as const

export type Key =
  | keyof typeof en
  | keyof typeof agents
  | keyof typeof agentCalls
  | keyof typeof liveCalls
  | keyof typeof pronunciation
  | keyof typeof analysis
  | keyof typeof campaigns
  | keyof typeof developers
  | keyof typeof operations
  | keyof typeof pipeline
  | keyof typeof recordings
  | keyof typeof flows
  | keyof typeof toolkit
/** The other catalogues have the same keys. */
export type Catalogue = Readonly<Record<Key, string>>
