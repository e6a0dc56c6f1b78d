import type { AgentDefinition } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { OutboundError } from '../../platform/guarded-http/index.ts'
import { agentsIn, checkFlow } from '../flows/index.ts'
import { selectExisting } from './queries.ts'

/** The rule by which addresses are called, applied before anything is. */
export async function requireReachable(
  { outbound }: Context,
  addresses: Readonly<Record<string, string | null | undefined>>,
): Promise<void> {
  for (const [field, address] of Object.entries(addresses)) {
    if (!address) continue
    try {
      await outbound.judge(address)
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error
      throw invalid(field, `Field '${field}': ${error.message}`)
    }
  }
}

/** What no schema of one field can say. */
export async function requireSound(
  tx: Pick<Executor, 'run'>,
  workspaceId: string,
  { type, llm, workflow }: AgentDefinition,
): Promise<void> {
  if (llm.provider === 'Custom' && llm.baseUrl === null) {
    throw invalid('llm.baseUrl', "Field 'llm.baseUrl' is required for the provider Custom.")
  }
  if (type !== 'Flow Agent' || !workflow) return
  const named = agentsIn(workflow)
  const agents = named.length > 0 ? await selectExisting(tx, workspaceId, named) : []
  const { problems } = checkFlow(workflow, new Set(agents))
  const [first] = problems
  if (!first) return
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new AppError('INVALID_WORKFLOW', `${first.message}${more}`, {
    field: 'workflow',
    message: first.message,
    problems,
  })
}
