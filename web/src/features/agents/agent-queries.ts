import { queryOptions, useQuery } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'

/** Events that begin with `agent.` fetch everything below `voice-agents` again. */
export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: ['voice-agents', 'one', id],
    queryFn: () => parley.voiceAgents.get(id),
  })

export const environmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['voice-agents', 'environments', id],
    queryFn: () => parley.voiceAgentVersions.environments(id),
  })

/** Calls of the last 30 days, by agent. */
export const agentFiguresQuery = queryOptions({
  queryKey: ['agent-calls', 'figures'],
  queryFn: async () => {
    const { agents } = await parley.agentCalls.overview()
    return new Map(agents.map((figures) => [figures.voiceAgentId, figures]))
  },
})

/** Which number each agent answers. */
const numbersQuery = queryOptions({
  queryKey: ['phone-numbers', 'by-agent'],
  queryFn: async () => {
    const numbers = await parley.phoneNumbers.list({ take: 100 })
    return new Map(numbers.map(({ voiceAgentId, number }) => [voiceAgentId, number]))
  },
})

export function useNumberOf(): (agentId: string) => string | undefined {
  const numbers = useQuery(numbersQuery).data
  return (agentId) => numbers?.get(agentId)
}

async function allOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

export const voicesQuery = queryOptions({
  queryKey: ['voices'],
  queryFn: () => allOf(parley.voices.all()),
  staleTime: 300_000,
})

export const dictionariesQuery = queryOptions({
  queryKey: ['voice-dictionaries', 'choices'],
  queryFn: () => allOf(parley.voiceDictionaries.all()),
})

export const knowledgeQuery = queryOptions({
  queryKey: ['knowledge', 'choices'],
  queryFn: () => allOf(parley.knowledge.all()),
})

export const toolsQuery = queryOptions({
  queryKey: ['web-tools', 'choices'],
  queryFn: () => allOf(parley.webTools.all()),
})
