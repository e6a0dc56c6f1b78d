export { knowledgeEndpoints } from './endpoints.ts'
export {
  KnowledgeForm,
  type KnowledgeItem,
  type KnowledgeItemChanges,
  KnowledgeListQuery,
  type KnowledgePage,
  type KnowledgeTier,
  type knowledgeFailures,
  knowledgeLimits,
  knowledgeQuota,
  knowledgeTiers,
  type NewKnowledgeItem,
} from './items.ts'
export type { KnowledgeFindings, KnowledgePassage } from './search.ts'
