import type { Context } from './context.ts'
import type { AgentServices } from './modules/agents/index.ts'
import { followSavedAgent, forgetAgent, knownItems } from './modules/knowledge/index.ts'
import {
  bindNumberOfAgent,
  numbersOfAgents,
  releaseNumbersOfAgent,
} from './modules/phone-numbers/index.ts'
import { bindToolsOfAgent, releaseToolsOfAgent, webToolsOf } from './modules/tools/index.ts'
import { voicesById } from './modules/voices/index.ts'

/** What tools, knowledge and numbers add to voice agents. */
export function agentServices(context: Context): AgentServices {
  return {
    onSaved: [
      bindToolsOfAgent,
      (tx, saved) => bindNumberOfAgent(tx, context, saved),
      (tx, { definition, former, ...agent }) =>
        followSavedAgent(tx, {
          ...agent,
          itemIds: definition.knowledgeBaseItemsIds,
          formerIds: former?.knowledgeBaseItemsIds ?? [],
        }),
    ],
    onDeleted: [
      releaseToolsOfAgent,
      (tx, agent) => releaseNumbersOfAgent(tx, context, agent),
      forgetAgent,
    ],
    async stillThere(_, { workspaceId, toolIds, itemIds }) {
      const [tools, items] = await Promise.all([
        webToolsOf(context, { workspaceId, toolIds }),
        knownItems(context.db, workspaceId, itemIds),
      ])
      return new Set([...tools.keys(), ...items])
    },
    webToolsOf,
    numbersOf: numbersOfAgents,
    voicesOf: voicesById,
  }
}
