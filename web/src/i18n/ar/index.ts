import type { Catalogue } from '../en/index.ts'
import { conversations } from './conversations.ts'
import { developers } from './developers.ts'
import { flows } from './flows.ts'
import { records } from './records.ts'
import { reports } from './reports.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { toolkit } from './toolkit.ts'

export const ar: Catalogue = {
  ...shell,
  ...records,
  ...conversations,
  ...reports,
  ...developers,
  ...settings,
  ...flows,
  ...toolkit,
}
