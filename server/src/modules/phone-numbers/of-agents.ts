import type { Executor } from '../../platform/db/database.ts'
import { listOfAgents, type NumberOfAgent } from './queries.ts'

type AgentNumber = Omit<NumberOfAgent, 'agentId'>

/** The numbers that are assigned to these agents, by agent, the oldest first. */
export async function numbersOfAgents(
  db: Pick<Executor, 'run'>,
  { workspaceId, agentIds }: { readonly workspaceId: string; readonly agentIds: readonly string[] },
): Promise<ReadonlyMap<string, AgentNumber[]>> {
  const numbers = new Map<string, AgentNumber[]>()
  if (agentIds.length === 0) return numbers
  for (const { agentId, ...number } of await listOfAgents(db, workspaceId, agentIds)) {
    numbers.set(agentId, [...(numbers.get(agentId) ?? []), number])
  }
  return numbers
}
