import { ParleyError } from '@parley/sdk'
import { type Key, t } from '../../i18n/index.ts'
import { refusalText } from '../../i18n/refusal.ts'
import { tellProblem } from '../../ui/toast.ts'

/** Says why something was not done to a call that goes on, and whether it may have been done after all. */
export function tellRefusal(error: unknown): void {
  tellProblem(textOf(error))
}

function textOf(error: unknown): string {
  if (!(error instanceof ParleyError)) return refusalText(error)
  const key = error.code === 'CALL_UNREACHABLE' ? unreachable(error.details) : known[error.code]
  return key ? t(key) : refusalText(error)
}

const known: Readonly<Record<string, Key | undefined>> = {
  CALL_NOT_FOUND: 'live.overAlready',
  CONFLICT: 'live.notPossible',
}

/** Another node was asked, and it is not known whether it heard. */
function unreachable(details: unknown): Key {
  const isOpen = typeof details === 'object' && details !== null && 'wasDone' in details
  return isOpen && details.wasDone === null ? 'live.unreachableMaybe' : 'live.unreachable'
}
