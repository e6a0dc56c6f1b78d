import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'

export type Caller = { readonly context: Context; readonly principal: Principal }

/** Numbers cost money and speak for the whole workspace. */
export function requireChanger({ role }: Principal): void {
  if (role !== 'rep' && role !== 'viewer') return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'Phone numbers are changed by owners, admins and managers.',
  )
}

export function numberNotFound(wanted: string): AppError {
  return new AppError('PHONE_NUMBER_NOT_FOUND', `There is no phone number ${wanted}.`)
}
