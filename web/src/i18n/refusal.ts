import { ParleyConnectionError, ParleyError } from '@parley/sdk'
import { t, tOr } from './index.ts'

/** Why something failed, for people: in their language where the code is known. */
export function refusalText(error: unknown): string {
  if (error instanceof ParleyConnectionError) return t('refusal.offline')
  if (!(error instanceof ParleyError)) return t('refusal.unknown')
  return tOr(`refusal.${error.code}`, error.message)
}
