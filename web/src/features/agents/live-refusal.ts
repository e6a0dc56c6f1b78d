import { ParleyError } from '@parley/sdk'
import { type Key, t } from '../../i18n/index.ts'
import { refusalText } from '../../i18n/refusal.ts'
import { tellProblem } from '../../ui/toast.ts'

/**
 * Says why something was not done to a call that goes on, and whether it may have been done after all.
 * `conflict` is what it means that the call cannot do it.
 */
export function tellRefusal(error: unknown, conflict: Key = 'live.notPossible'): void {
  const key = error instanceof ParleyError ? keyOf(error, conflict) : undefined
  tellProblem(key ? t(key) : refusalText(error))
}

function keyOf({ code, details }: ParleyError, conflict: Key): Key | undefined {
  if (code === 'CALL_UNREACHABLE') return unreachable(details)
  if (code === 'CALL_NOT_FOUND') return 'live.overAlready'
  return code === 'CONFLICT' ? conflict : undefined
}

/** Another node was asked, and it is not known whether it heard. */
function unreachable(details: unknown): Key {
  const isOpen = typeof details === 'object' && details !== null && 'wasDone' in details
  return isOpen && details.wasDone === null ? 'live.unreachableMaybe' : 'live.unreachable'
}
