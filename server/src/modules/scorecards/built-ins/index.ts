import type { ScorecardContent } from '@parley/contract'
import { bant } from './bant.ts'
import { discovery } from './discovery.ts'
import { frenchClosing } from './french-closing.ts'
import { generalCall } from './general-call.ts'
import { meddicc } from './meddicc.ts'
import type { BuiltIn } from './shorthand.ts'
import { spiced } from './spiced.ts'

export type { BuiltIn } from './shorthand.ts'

/** In the order in which they are listed. The first is the default of every kind of conversation. */
export const builtIns: readonly BuiltIn[] = [
  generalCall,
  frenchClosing,
  discovery,
  meddicc,
  bant,
  spiced,
]

/** What a built-in scorecard of this release consists of. */
export function builtInContent(key: string): ScorecardContent {
  const found = builtIns.find((one) => one.key === key)
  if (!found) throw new Error(`There is no built-in scorecard ${key}.`)
  return found.content
}
