import type { VoiceRefusal } from '@parley/contract'
import type { AppError } from '../errors.ts'

type Result<T> = {
  readonly success: true
  readonly message: string
  readonly messageKey: string
  readonly data: T
}

/** A successful reply of the voice API. */
export function ok<T>(
  data: T,
  { message = 'success', messageKey = 'OPERATION_SUCCESSFUL' } = {},
): Result<T> {
  return { success: true, message, messageKey, data }
}

/** Its numbers say the part of the system, of which there is one, and the HTTP status. */
const codeBase = 10_000

/** Some clients read the top, others the nested half. */
export function toVoiceRefusal({ status, code, message, details }: AppError): VoiceRefusal {
  const messageKey = code
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('')
  return {
    success: false,
    error: { code: codeBase + status, name: code, message, details: details ?? null },
    message,
    messageKey,
  }
}

/** Whether an address belongs to the voice API even where nothing is mounted at it. */
export function isVoicePath(path: string): boolean {
  return /^\/v[12]\//.test(path)
}
