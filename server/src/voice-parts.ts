import { fillTemplate, findAgent } from './modules/agents/index.ts'
import { searchKnowledge } from './modules/knowledge/index.ts'
import type { VoiceParts } from './modules/voice/index.ts'

/** What agents, tools and knowledge do for live calls. */
export const voiceParts: VoiceParts = {
  async findAgent(context, wanted) {
    const { agent, version, definition } = await findAgent(context, wanted)
    return { id: agent.id, versionId: version.id, definition }
  },
  fillTemplate,
  async searchKnowledge(context, query) {
    const { passages } = await searchKnowledge(context, query)
    return passages.map(({ text, source }) => ({ text, source: source.title ?? source.itemName }))
  },
  toolsOfAgent: async () => [],
  callTool: () => Promise.reject(new Error('There are no tools yet.')),
}
