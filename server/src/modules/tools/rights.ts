import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'

export type Caller = { readonly context: Context; readonly principal: Principal }

/** Tools act in the name of the whole workspace. */
export function requireChanger({ role }: Principal): void {
  if (role !== 'rep' && role !== 'viewer') return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'Web tools are changed and tried by owners, admins and managers.',
  )
}

export function toolNotFound(id: string): AppError {
  return new AppError('WEB_TOOL_NOT_FOUND', `There is no web tool ${id}.`)
}
