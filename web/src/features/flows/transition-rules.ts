import type { ConditionKind, Transition, WorkflowNode } from '@parley/contract'
import { type Draft, findNode, isStart } from './draft-rules.ts'

function changeTransitions(
  draft: Draft,
  nodeId: string,
  change: (transitions: readonly Transition[]) => readonly Transition[],
): Draft {
  const nodes = draft.nodes.map((node) =>
    node.id === nodeId
      ? ({ ...node, transitions: [...change(node.transitions ?? [])] } as WorkflowNode)
      : node,
  )
  return { ...draft, nodes }
}

/** A node that says something waits for an answer; others go on by themselves. */
function usualCondition(node: WorkflowNode | undefined): ConditionKind {
  if (!node) return 'always'
  const waits = isStart(node) || node.type === 'conversation'
  return waits ? 'after_user_reply' : 'always'
}

type Wanted = { readonly from: string; readonly to: string; readonly id: string }

export function addTransition(draft: Draft, { from, to, id }: Wanted): Draft {
  const type = usualCondition(findNode(draft, from))
  return changeTransitions(draft, from, (all) => [
    ...all,
    { id, name: '', priority: all.length + 1, condition: { type }, targetNodeId: to },
  ])
}

export function changeTransition(
  draft: Draft,
  { nodeId, id }: { readonly nodeId: string; readonly id: string },
  changes: Partial<Transition>,
): Draft {
  return changeTransitions(draft, nodeId, (all) =>
    all.map((one) => (one.id === id ? { ...one, ...changes } : one)),
  )
}

export function removeTransition(draft: Draft, nodeId: string, id: string): Draft {
  return changeTransitions(draft, nodeId, (all) => numbered(all.filter((one) => one.id !== id)))
}

/** Up is earlier: the first whose condition holds is taken. */
export function moveTransition(
  draft: Draft,
  { nodeId, id }: { readonly nodeId: string; readonly id: string },
  by: -1 | 1,
): Draft {
  return changeTransitions(draft, nodeId, (all) => {
    const from = all.findIndex((one) => one.id === id)
    const [moved, other] = [all[from], all[from + by]]
    if (!moved || !other) return all
    return numbered(all.map((one) => (one === moved ? other : one === other ? moved : one)))
  })
}

function numbered(transitions: readonly Transition[]): Transition[] {
  return transitions.map((one, index) => ({ ...one, priority: index + 1 }))
}

/** Nodes as a talk would come by them, then those that no way leads to. */
export function walkOrder({ nodes }: Draft): WorkflowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const walked = new Set<WorkflowNode>()
  const queue = nodes.filter((node) => isStart(node) || node.isGlobal === true)
  for (const node of queue) {
    if (walked.has(node)) continue
    walked.add(node)
    for (const { targetNodeId } of node.transitions ?? []) {
      const next = byId.get(targetNodeId ?? '')
      if (next && !walked.has(next)) queue.push(next)
    }
  }
  return [...walked, ...nodes.filter((node) => !walked.has(node))]
}
