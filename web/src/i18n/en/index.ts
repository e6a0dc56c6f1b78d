import { conversations } from './conversations.ts'
import { crm } from './crm.ts'
import { developers } from './developers.ts'
import { records } from './records.ts'
import { reports } from './reports.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'

/** Every word of the dashboard; the other catalogues have the same keys. */
export const en = {
  ...shell,
  ...records,
  ...conversations,
  ...crm,
  ...reports,
  ...developers,
  ...settings,
} as const

export type Key = keyof typeof en
export type Catalogue = Readonly<Record<Key, string>>
