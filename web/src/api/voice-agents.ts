import { queryOptions, useQuery } from '@tanstack/react-query'
import { parley } from './client.ts'

export type AgentName = {
  readonly id: string
  readonly name: string
  /** What it speaks. */
  readonly language: string
  readonly dictionaryIds: readonly string[]
}

const pageLength = 100
/** More agents than people choose from in a list. */
const maxPages = 10

const agentNamesQuery = queryOptions({
  queryKey: ['voice-agents', 'names'],
  queryFn: async (): Promise<readonly AgentName[]> => {
    const names: AgentName[] = []
    for (let page = 1; page <= maxPages; page += 1) {
      const { voiceAgents, filtered } = await parley.voiceAgents.list({
        take: pageLength,
        skip: page,
        sortField: 'name',
      })
      names.push(
        ...voiceAgents.map(({ id, name, voice, voiceDictionaryIds }) => ({
          id,
          name,
          language: voice.lang,
          dictionaryIds: voiceDictionaryIds,
        })),
      )
      if (names.length >= filtered || voiceAgents.length === 0) break
    }
    return names
  },
})

/** What agents are called, by name; empty until it is known. */
export function useAgentNames(): readonly AgentName[] {
  return useQuery(agentNamesQuery).data ?? []
}
