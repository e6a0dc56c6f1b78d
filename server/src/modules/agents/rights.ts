import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import type { AgentServices } from './services.ts'

export type Caller = {
  readonly context: Context
  readonly principal: Principal
  readonly services: AgentServices
}

/** An agent speaks for the whole workspace: who only looks after their own records changes none. */
export function requireChanger({ role }: Principal): void {
  if (role !== 'rep' && role !== 'viewer') return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'Voice agents are changed by owners, admins and managers.',
  )
}

export function agentNotFound(id: string): AppError {
  return new AppError('AGENT_NOT_FOUND', `There is no voice agent ${id}.`)
}
