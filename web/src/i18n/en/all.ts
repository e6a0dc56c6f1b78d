import { flows } from './flows.ts'
import { en } from './index.ts'
import { toolkit } from './toolkit.ts'

/** Every word of the dashboard. */
export const all = { ...en, ...flows, ...toolkit } as const
