import type { FlowCheck, FlowFault, Transition, Workflow } from '@parley/contract'
import { conditionKinds, nodeKinds } from '@parley/contract'
import { isOperator } from './condition-rules.ts'
import { endlessCycles, reachableFrom } from './cycle-rules.ts'
import { type Flow, type FlowNode, type FlowStep, handleOf, readFlow } from './graph-rules.ts'

/** Faults listed at most: whoever has this many begins with the first ones. */
const maxFaults = 100

type Code = FlowFault['code']

/** What is wrong with a flow, and with which of its nodes. */
export function checkFlow(
  workflow: Workflow,
  /** Ids of agents that calls can be handed to; undefined: not looked at. */
  agents?: ReadonlySet<string>,
): FlowCheck {
  const flow = readFlow(workflow)
  const problems = [
    ...duplicates(workflow),
    ...startFaults(flow),
    ...[...flow.nodes.values()].flatMap((node) => nodeFaults(node, flow, agents)),
    ...edgeFaults(workflow, flow),
    ...unreachable(flow),
    ...endlessCycles(flow).map(cycleFault),
  ]
  return {
    isValid: problems.length === 0,
    problems: problems.slice(0, maxFaults),
    warnings: warningsOf(workflow, flow).slice(0, maxFaults),
  }
}

/** Ids of the agents that the flow hands calls to. */
export function agentsIn({ nodes }: Workflow): string[] {
  return [
    ...new Set(
      nodes.flatMap(({ type, agentId }) =>
        type === 'transfer_agent' && agentId ? [agentId.toLowerCase()] : [],
      ),
    ),
  ]
}

function nameOf({ id, label }: FlowNode['node']): string {
  return label ? `"${label}" (${id})` : `"${id}"`
}

function fault(code: Code, { node }: FlowNode, sentence: string, step?: Transition): FlowFault {
  return {
    code,
    nodeId: node.id,
    label: node.label ?? null,
    transitionId: step?.id ?? null,
    message: `Node ${nameOf(node)} ${sentence}`,
  }
}

function wholeFault(code: Code, message: string): FlowFault {
  return { code, nodeId: null, label: null, transitionId: null, message }
}

function duplicates({ nodes }: Workflow): FlowFault[] {
  const seen = new Set<string>()
  return nodes.flatMap((node) => {
    const written: FlowNode = { node, kind: undefined, steps: [] }
    const faults = seen.has(node.id)
      ? [fault('duplicate_id', written, 'has the id of another node.')]
      : []
    seen.add(node.id)
    const ids = (node.transitions ?? []).map(({ id }) => id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice === undefined) return faults
    return [
      ...faults,
      fault('duplicate_id', written, `has two transitions with the id "${twice}".`),
    ]
  })
}

function startFaults({ starts }: Flow): FlowFault[] {
  if (starts.length === 0) {
    return [wholeFault('no_start', 'The flow has no node of the type start.')]
  }
  return starts.slice(1).map((node) => fault('several_starts', node, 'is a second start.'))
}

function nodeFaults(node: FlowNode, flow: Flow, agents?: ReadonlySet<string>): FlowFault[] {
  const { kind, steps } = node
  const { type } = node.node
  if (kind === undefined) {
    const sentence = `has the unknown type "${type}"; there are ${nodeKinds.join(', ')}.`
    return [fault('unknown_kind', node, sentence)]
  }
  const missing = kind === 'router' && steps.length === 0
  return [
    ...contentFaults(node, agents),
    ...globalFaults(node),
    ...(missing ? [fault('no_way_on', node, 'routes to nowhere: it has no transition.')] : []),
    ...steps.flatMap((step) => stepFaults(node, step, flow)),
  ]
}

/** What nodes of some kinds cannot do without. */
function contentFaults(node: FlowNode, agents?: ReadonlySet<string>): FlowFault[] {
  const { phoneNumber, agentId } = node.node
  if (node.kind === 'transfer_call' && !isDialable(phoneNumber ?? '')) {
    return [fault('incomplete_node', node, 'transfers the call, but has no phoneNumber to call.')]
  }
  if (node.kind !== 'transfer_agent') return []
  if (!agentId)
    return [fault('incomplete_node', node, 'hands over to an agent, but has no agentId.')]
  if (!agents || agents.has(agentId.toLowerCase())) return []
  return [fault('unknown_agent', node, `hands over to the agent ${agentId}, which does not exist.`)]
}

/** A number, an address of SIP, or one that a variable holds. */
function isDialable(target: string): boolean {
  return /^\+?[\d\s().-]{3,30}$|^sips?:\S+$|\{\{.+\}\}/.test(target.trim())
}

const dtmfKey = /^[0-9*#]$/

function globalFaults(node: FlowNode): FlowFault[] {
  const { isGlobal, globalCondition, globalDtmfKey, globalConditionType } = node.node
  if (isGlobal !== true) return []
  if (globalConditionType === 'dtmf' || (!globalCondition && globalDtmfKey)) {
    if (dtmfKey.test(globalDtmfKey ?? '')) return []
    return [fault('incomplete_node', node, 'is global, but has no key 0 to 9, * or #.')]
  }
  if (globalCondition) return []
  return [fault('incomplete_node', node, 'is global, but has no globalCondition to be entered by.')]
}

function stepFaults(node: FlowNode, step: FlowStep, flow: Flow): FlowFault[] {
  const { transition, target } = step
  const way = transition ? `its transition "${transition.name || transition.id}"` : 'its edge'
  const faults = conditionFaults(node, step)
  if (target === undefined) {
    faults.push(fault('missing_target', node, `leads nowhere by ${way}: no target.`, transition))
  } else if (!flow.nodes.has(target)) {
    const sentence = `leads to "${target}" by ${way}, and there is no such node.`
    faults.push(fault('missing_target', node, sentence, transition))
  }
  return faults
}

function conditionFaults(node: FlowNode, { transition, kind }: FlowStep): FlowFault[] {
  const { condition } = transition ?? {}
  if (!condition) return []
  const [code, sentence] = wrongOf(kind, condition) ?? []
  return code && sentence ? [fault(code, node, sentence, transition)] : []
}

type Condition = NonNullable<Transition['condition']>

/** Undefined: it can be tried. */
function wrongOf(
  kind: FlowStep['kind'],
  { type, prompt, key, conditions }: Condition,
): readonly [Code, string] | undefined {
  if (kind === undefined) {
    const known = conditionKinds.join(', ')
    return [
      'unknown_condition',
      `has a condition of the unknown type "${type}"; there are ${known}.`,
    ]
  }
  if (kind === 'natural_language' && !prompt) {
    return ['incomplete_condition', 'has a condition without prompt.']
  }
  if (kind === 'dtmf' && !dtmfKey.test(key ?? '')) {
    return ['incomplete_condition', 'has a condition without a key 0 to 9, * or #.']
  }
  return kind === 'structured_equation' ? wrongTerm(conditions ?? []) : undefined
}

function wrongTerm(
  terms: NonNullable<Condition['conditions']>,
): readonly [Code, string] | undefined {
  if (terms.length === 0) return ['incomplete_condition', 'has an equation without terms.']
  const unknown = terms.find(({ operator }) => !isOperator(operator))
  return unknown && ['unknown_operator', `has the unknown operator "${unknown.operator}".`]
}

function edgeFaults({ edges }: Workflow, { nodes }: Flow): FlowFault[] {
  return edges.flatMap(({ source, target }) => {
    if (!nodes.has(source)) {
      return [
        wholeFault('unknown_edge', `An edge begins at "${source}", and there is no such node.`),
      ]
    }
    const from = nodes.get(source)
    // Those of transitions are told of with the transition.
    if (!from || nodes.has(target) || from.steps.some((step) => step.target === target)) return []
    return [fault('missing_target', from, `has an edge to "${target}", and there is no such node.`)]
  })
}

function unreachable(flow: Flow): FlowFault[] {
  if (flow.starts.length === 0) return []
  const reached = reachableFrom(flow)
  return [...flow.nodes.values()]
    .filter(({ node }) => !reached.has(node.id))
    .map((node) => fault('unreachable', node, 'cannot be reached from the start.'))
}

function cycleFault(round: FlowNode[]): FlowFault {
  const [first] = round
  if (!first) return wholeFault('endless_cycle', 'The flow runs in a circle.')
  const names = [...round, first].map(({ node }) => node.label || node.id).join(' → ')
  return fault('endless_cycle', first, `runs in a circle without a turn of the user: ${names}.`)
}

const mustGoOn = ['tool', 'web_tool', 'set_local_variables', 'change_agent_settings']

function warningsOf({ edges }: Workflow, { nodes }: Flow): FlowFault[] {
  const stuck = [...nodes.values()]
    .filter(({ kind, steps }) => kind && mustGoOn.includes(kind) && steps.length === 0)
    .map((node) => fault('no_way_on', node, 'has no way on: the talk stays there.'))
  const loose = edges.flatMap(({ source, sourceHandle }) => {
    const from = nodes.get(source)
    if (!from || !sourceHandle?.startsWith('transition-')) return []
    const isKnown = (from.node.transitions ?? []).some(({ id }) => handleOf(id) === sourceHandle)
    return isKnown
      ? []
      : [fault('unknown_edge', from, `has an edge for ${sourceHandle}, which it has not.`)]
  })
  return [...stuck, ...loose]
}
