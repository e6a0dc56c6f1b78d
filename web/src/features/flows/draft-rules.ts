import type { NodeKind, Transition, WorkflowNode } from '@parley/contract'

type Fields = Readonly<Record<string, unknown>>

type FlowEdge = Fields & {
  readonly source: string
  readonly target: string
  readonly sourceHandle?: string | null
}

/** How the agent binds a tool; one with a `nodeId` is used by that node. */
type Binding = Fields & { readonly toolId: string; readonly nodeId?: string | null }

/** A flow while it is edited. Where a transition leads is said by the transition alone. */
export type Draft = {
  readonly nodes: readonly WorkflowNode[]
  /** As they came, for what they have besides their ends. */
  readonly edges: readonly FlowEdge[]
  readonly customVariables: readonly Fields[]
  readonly bindings: readonly Binding[]
  /** Whatever the flow has besides, kept. */
  readonly rest: Fields
}

export type Point = { readonly x: number; readonly y: number }

/** The handle of the edge that belongs to a transition. */
export function handleOf(transitionId: string): string {
  return `transition-${transitionId}`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** Exports have them as JSON of a list. */
function variablesIn(value: unknown): Fields[] {
  if (typeof value !== 'string') return fieldsIn(value)
  try {
    return fieldsIn(JSON.parse(value))
  } catch {
    return []
  }
}

/** Reads what the API answers, or what somebody's file has. */
export function readDraft(workflow: unknown, bindings: unknown = []): Draft {
  const { nodes, edges, customVariables, ...rest } = isFields(workflow) ? workflow : {}
  const links = fieldsIn(edges).filter(
    (edge): edge is FlowEdge => typeof edge.source === 'string' && typeof edge.target === 'string',
  )
  const written = fieldsIn(nodes).flatMap(({ id, type, ...more }) =>
    id === undefined || typeof type !== 'string'
      ? []
      : [{ ...more, id: String(id as string), type } as WorkflowNode],
  )
  return {
    nodes: written.map((node) => withTargets(node, links)),
    edges: links,
    customVariables: variablesIn(customVariables),
    bindings: fieldsIn(bindings).filter(
      (binding): binding is Binding => typeof binding.toolId === 'string',
    ),
    rest,
  }
}

/** An edge wins over what its transition says; a node of edges alone gets a transition for each. */
function withTargets(node: WorkflowNode, edges: readonly FlowEdge[]): WorkflowNode {
  const own = edges.filter(({ source }) => source === node.id)
  const transitions = node.transitions ?? []
  if (transitions.length === 0) {
    const made = own.map(({ target }, index) => ({
      id: `edge-${index + 1}`,
      condition: { type: 'auto' },
      targetNodeId: target,
    }))
    return { ...node, transitions: made }
  }
  const byHandle = new Map(own.map(({ sourceHandle, target }) => [sourceHandle, target]))
  const led = transitions.map((transition) => {
    const target = byHandle.get(handleOf(transition.id)) ?? transition.targetNodeId
    return target ? { ...transition, targetNodeId: target } : transition
  })
  return { ...node, transitions: led.toSorted((one, other) => rankOf(one) - rankOf(other)) }
}

function rankOf({ priority }: Transition): number {
  return priority ?? Number.MAX_SAFE_INTEGER
}

/** As the API takes it. */
export function toWorkflow({ nodes, edges, customVariables, rest }: Draft) {
  const known = new Map(edges.map((edge) => [`${edge.source} ${edge.sourceHandle ?? ''}`, edge]))
  return {
    ...rest,
    nodes: [...nodes],
    edges: nodes.flatMap((node) =>
      (node.transitions ?? []).flatMap(({ id, targetNodeId: target }) => {
        if (!target) return []
        const sourceHandle = handleOf(id)
        const former = known.get(`${node.id} ${sourceHandle}`)
        const made = { id: `${node.id}-${id}`, ...former }
        return [{ ...made, source: node.id, target, sourceHandle }]
      }),
    ),
    customVariables: [...customVariables],
  }
}

export function findNode({ nodes }: Draft, id: string | undefined): WorkflowNode | undefined {
  return id === undefined ? undefined : nodes.find((node) => node.id === id)
}

/** Where a node is drawn; undefined where nobody has said. */
export function positionOf(node: WorkflowNode): Point | undefined {
  const { position } = node as { position?: unknown }
  if (!isFields(position)) return undefined
  const { x, y } = position
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : undefined
}

/** Whether somebody has drawn it: a flow made by a program may have no places. */
export function isPlaced({ nodes }: Draft): boolean {
  const places = nodes.map(positionOf)
  if (places.some((place) => place === undefined)) return false
  return new Set(places.map((place) => `${place?.x} ${place?.y}`)).size === nodes.length
}

/** Nothing leads on from them: the call ends, or somebody else goes on with it. */
const terminal: readonly string[] = ['end_call', 'transfer_call', 'transfer_agent']

export function isTerminal({ type }: WorkflowNode): boolean {
  return terminal.includes(type)
}

export function isStart({ type, isStart: marked }: WorkflowNode): boolean {
  return type === 'start' || marked === true
}

type NewNode = {
  readonly id: string
  readonly kind: NodeKind
  readonly label: string
  readonly position: Point
}

/** What a node of a kind begins with. */
const beginnings: Readonly<Partial<Record<NodeKind, Fields>>> = {
  start: { isStart: true, message: '', messageType: 'static' },
  conversation: { message: '', messageType: 'prompt' },
  end_call: { message: '', messageType: 'static' },
  transfer_call: { phoneNumber: '', transferType: 'cold' },
  transfer_agent: { agentId: '' },
  set_local_variables: { staticVariables: [] },
  tool: { onErrorBehavior: 'fail' },
  web_tool: { onErrorBehavior: 'fail' },
}

export function addNode(draft: Draft, { id, kind, label, position }: NewNode): Draft {
  const node = { id, type: kind, label, position, transitions: [], ...beginnings[kind] }
  return { ...draft, nodes: [...draft.nodes, node as WorkflowNode] }
}

export function changeNode(draft: Draft, id: string, changes: Fields): Draft {
  const nodes = draft.nodes.map((node) =>
    node.id === id ? ({ ...node, ...changes } as WorkflowNode) : node,
  )
  return { ...draft, nodes }
}

export function moveNodes(draft: Draft, places: ReadonlyMap<string, Point>): Draft {
  const nodes = draft.nodes.map((node) => {
    const position = places.get(node.id)
    return position ? { ...node, position } : node
  })
  return { ...draft, nodes }
}

/** Transitions that led there stay and lead nowhere: their conditions were somebody's work. */
export function removeNodes(draft: Draft, ids: readonly string[]): Draft {
  const gone = new Set(ids)
  return {
    ...draft,
    nodes: draft.nodes
      .filter(({ id }) => !gone.has(id))
      .map((node) => mapTransitions(node, (one) => withoutTarget(one, gone))),
    bindings: draft.bindings.filter(({ nodeId }) => !nodeId || !gone.has(nodeId)),
  }
}

function withoutTarget(transition: Transition, gone: ReadonlySet<string>): Transition {
  const { targetNodeId } = transition
  return targetNodeId && gone.has(targetNodeId) ? { ...transition, targetNodeId: '' } : transition
}

function mapTransitions(
  node: WorkflowNode,
  map: (transition: Transition) => Transition,
): WorkflowNode {
  const { transitions } = node
  if (!transitions?.some((one) => map(one) !== one)) return node
  return { ...node, transitions: transitions.map(map) }
}

/** The same node beside itself, without what it belongs to elsewhere. */
export function copyNode(draft: Draft, id: string, copyId: string): Draft {
  const node = findNode(draft, id)
  if (!node) return draft
  const { x, y } = positionOf(node) ?? { x: 0, y: 0 }
  const type = isStart(node) ? 'conversation' : node.type
  const copy = { ...node, id: copyId, type, isStart: false, position: { x: x + 40, y: y + 40 } }
  const bound = draft.bindings.find(({ nodeId }) => nodeId === id)
  return {
    ...draft,
    nodes: [...draft.nodes, copy as WorkflowNode],
    bindings: bound ? [...draft.bindings, { ...bound, nodeId: copyId }] : draft.bindings,
  }
}

/** Which tool a node uses; undefined: none. */
export function toolOf({ bindings }: Draft, nodeId: string): string | undefined {
  return bindings.find((binding) => binding.nodeId === nodeId)?.toolId
}

export function bindTool(draft: Draft, nodeId: string, toolId: string | undefined): Draft {
  const others = draft.bindings.filter((binding) => binding.nodeId !== nodeId)
  if (!toolId) return { ...draft, bindings: others }
  return { ...draft, bindings: [...others, { toolId, nodeId }] }
}
