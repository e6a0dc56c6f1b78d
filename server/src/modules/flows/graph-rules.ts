import {
  type ConditionKind,
  conditionKinds,
  type NodeKind,
  nodeKinds,
  type Transition,
  type Workflow,
  type WorkflowNode,
} from '@parley/contract'

/** A way from one node to another, or to nowhere. */
export type FlowStep = {
  /** Undefined for an edge that no transition stands for. */
  readonly transition: Transition | undefined
  /** Undefined for a kind that nobody knows. */
  readonly kind: ConditionKind | undefined
  /** Id of a node, which need not exist. */
  readonly target: string | undefined
}

export type FlowNode = {
  readonly node: WorkflowNode
  /** Undefined for a kind that nobody knows. */
  readonly kind: NodeKind | undefined
  /** Those that are switched on, in the order in which they are tried. */
  readonly steps: readonly FlowStep[]
}

/** A flow as it is walked: edges resolved, transitions in order. */
export type Flow = {
  readonly starts: readonly FlowNode[]
  /** Of several with one id, the first. */
  readonly nodes: ReadonlyMap<string, FlowNode>
  /** Reachable from everywhere. */
  readonly globals: readonly FlowNode[]
}

/** Reads a flow as it is, right or wrong; what is wrong with it is `checkFlow`'s to say. */
export function readFlow({ nodes: written, edges }: Workflow): Flow {
  const outgoing = new Map<string, Workflow['edges']>()
  for (const edge of edges) {
    const known = outgoing.get(edge.source)
    if (known) known.push(edge)
    else outgoing.set(edge.source, [edge])
  }
  const nodes = new Map<string, FlowNode>()
  for (const node of written) {
    if (nodes.has(node.id)) continue
    const steps = stepsOf(node, outgoing.get(node.id) ?? [])
    nodes.set(node.id, { node, kind: kindOf(nodeKinds, node.type), steps })
  }
  const all = [...nodes.values()]
  return {
    starts: all.filter(({ node, kind }) => kind === 'start' || node.isStart === true),
    nodes,
    globals: all.filter(({ node }) => node.isGlobal === true),
  }
}

/** The handle of the edge that belongs to a transition. */
export function handleOf(transitionId: string): string {
  return `transition-${transitionId}`
}

function stepsOf(node: WorkflowNode, edges: Workflow['edges']): FlowStep[] {
  const transitions = (node.transitions ?? []).filter(({ isEnabled }) => isEnabled !== false)
  if ((node.transitions ?? []).length === 0) {
    return edges.map(({ target }) => ({ transition: undefined, kind: 'auto', target }))
  }
  const byHandle = new Map(edges.map(({ sourceHandle, target }) => [sourceHandle, target]))
  return transitions
    .toSorted((one, other) => priorityOf(one) - priorityOf(other))
    .map((transition) => ({
      transition,
      kind: transition.condition ? kindOf(conditionKinds, transition.condition.type) : 'auto',
      target: byHandle.get(handleOf(transition.id)) ?? (transition.targetNodeId || undefined),
    }))
}

/** Those without a priority come last, in the order in which they are written. */
function priorityOf({ priority }: Transition): number {
  return priority ?? Number.MAX_SAFE_INTEGER
}

function kindOf<const Kind extends string>(
  known: readonly Kind[],
  written: string,
): Kind | undefined {
  return known.find((kind) => kind === written)
}

/** Whether the talk stands still at this node until the user has said something. */
export function waitsForUser({ node, kind }: FlowNode): boolean {
  if (node.skipResponse === true) return false
  if (kind === 'start') return node['subType'] !== 'tool'
  return kind === 'conversation'
}

/** Whether going this way takes something that the user says or presses. */
export function takesUserTurn(from: FlowNode, { kind }: FlowStep): boolean {
  return waitsForUser(from) || kind === 'after_user_reply' || kind === 'dtmf'
}
