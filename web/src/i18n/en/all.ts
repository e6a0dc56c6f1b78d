import { campaigns } from './campaigns.ts'
import { en } from './index.ts'
import { operations } from './operations.ts'

/** Every word of the dashboard. */
export const all = { ...en, ...campaigns, ...operations } as const
