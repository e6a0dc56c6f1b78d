import { conversations } from './conversations.ts'
import { developers } from './developers.ts'
import type { flows } from './flows.ts'
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
  ...reports,
  ...developers,
  ...settings,
} as const

export type Key = keyof typeof en | keyof typeof flows | keyof typeof toolkit
/** The other catalogues have the same keys. */
export type Catalogue = Readonly<Record<Key, string>>
