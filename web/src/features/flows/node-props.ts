import type { WorkflowNode } from '@parley/contract'
import type { Draft } from './draft-rules.ts'
import type { Edit } from './use-draft.ts'

/** What every part of the panel needs of the node that it edits. */
export type NodeProps = {
  readonly node: WorkflowNode
  readonly draft: Draft
  readonly edit: Edit
  readonly canEdit: boolean
}
