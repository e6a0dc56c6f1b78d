import { z } from 'zod'
import { flag, text } from '../fields.ts'
import { keepable, looseText, openMap, within } from './field-kinds.ts'

/**
 * The flow of a Flow Agent as its clients write it. Fields that nothing here reads are kept as they
 * came, so that a flow survives a round trip. What a flow must be besides is checked as a whole, with
 * problems that name the node.
 */
export const workflowLimits = {
  nodes: 500,
  transitions: 50,
  edges: 5_000,
  variables: 100,
  /** Of the whole flow, written as JSON. */
  characters: 800_000,
} as const

export const nodeKinds = [
  'start',
  'conversation',
  'tool',
  'web_tool',
  'router',
  'transfer_call',
  'transfer_agent',
  'end_call',
  'set_local_variables',
  'change_agent_settings',
] as const
export type NodeKind = (typeof nodeKinds)[number]

export const conditionKinds = [
  'natural_language',
  'structured_equation',
  'dtmf',
  'always',
  'auto',
  'after_user_reply',
] as const
export type ConditionKind = (typeof conditionKinds)[number]

/** `transferCall`, `transfer-call` and `transfer_call` are one name. */
function snakeCase(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[\s-]+/g, '_')
    .toLowerCase()
}

/** Kinds of nodes and conditions are checked with the whole flow: there the node can be named. */
const kind = z.preprocess(snakeCase, text(60))
const nodeId = z
  .preprocess((value) => (typeof value === 'number' ? String(value) : value), text(200))
  .meta({ openapi: { type: 'string', maxLength: 200 } })
const words = looseText(20_000)

export const EquationTerm = z.looseObject({
  variable: text(200),
  operator: kind,
  value: z.unknown().optional(),
})

export const TransitionCondition = z.looseObject({
  type: kind.describe(`One of ${conditionKinds.join(', ')}.`),
  prompt: words.nullish().describe('Of natural_language: when the model should go on here.'),
  logic: z.enum(['all', 'any'], 'must be all or any.').nullish(),
  conditions: z.array(EquationTerm).max(50, 'must list at most 50 conditions.').nullish(),
  key: z
    .preprocess((value) => (typeof value === 'number' ? String(value) : value), looseText(10))
    .nullish()
    .describe('Of dtmf: 0 to 9, * or #.'),
})

export const Transition = z.looseObject({
  id: nodeId,
  name: looseText(500).nullish(),
  priority: z.number('must be a number.').nullish().describe('The smallest is tried first.'),
  isEnabled: flag.nullish(),
  targetNodeId: nodeId.nullish().or(z.literal('')).describe('An edge from this transition wins.'),
  condition: TransitionCondition.nullish(),
})
export type Transition = z.infer<typeof Transition>

const ExtractedVariable = z.looseObject({
  name: text(100),
  type: looseText(50).nullish(),
  extractionPrompt: words.nullish(),
})

export const WorkflowNode = z
  .looseObject({
    id: nodeId,
    type: kind.describe(`One of ${nodeKinds.join(', ')}.`),
    label: looseText(500).nullish(),
    message: words.nullish(),
    messageType: z.preprocess(snakeCase, looseText(50)).nullish().describe('prompt or static.'),
    transitions: z
      .array(Transition)
      .max(workflowLimits.transitions, `must list at most ${workflowLimits.transitions}.`)
      .nullish(),
    isStart: flag.nullish(),
    isGlobal: flag.nullish(),
    skipResponse: flag.nullish().describe('Goes on without waiting for the user.'),
    extractVariables: z
      .looseObject({
        enabled: flag.nullish(),
        variables: z.array(ExtractedVariable).max(workflowLimits.variables).nullish(),
      })
      .nullish(),
    phoneNumber: looseText(300).nullish().describe('Of transfer_call.'),
    transferType: looseText(50).nullish().describe('Of transfer_call: warm or cold.'),
    agentId: looseText(100).nullish().describe('Of transfer_agent.'),
    staticVariables: z
      .array(z.looseObject({ name: text(100), value: z.unknown().optional() }))
      .max(workflowLimits.variables)
      .nullish()
      .describe('Of set_local_variables.'),
    globalCondition: words.nullish(),
    globalConditionType: z.preprocess(snakeCase, looseText(50)).nullish(),
    globalDtmfKey: looseText(10).nullish(),
    globalReturnToSource: flag.nullish(),
    timeout: within(0, 3_600_000).nullish().describe('Of tools: milliseconds.'),
    onErrorBehavior: looseText(50).nullish().describe('Of tools: retry or fail.'),
  })
  .meta({ id: 'WorkflowNode' })
export type WorkflowNode = z.infer<typeof WorkflowNode>

export const WorkflowEdge = z
  .looseObject({
    source: nodeId,
    target: nodeId,
    sourceHandle: looseText(300).nullish().describe('`transition-<id>` of the transition.'),
  })
  .meta({ id: 'WorkflowEdge' })
export type WorkflowEdge = z.infer<typeof WorkflowEdge>

/** A list, or as exports have it, JSON of one. */
const customVariables = z
  .preprocess(
    (value) => (typeof value === 'string' ? parsed(value) : value),
    z.array(openMap(20_000), 'must be a list of variables.').max(workflowLimits.variables),
  )
  .meta({ openapi: { type: 'array', items: { type: 'object', additionalProperties: true } } })

function parsed(value: string): unknown {
  if (value.trim() === '') return []
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

const fields = {
  nodes: z
    .array(WorkflowNode, 'must be a list of nodes.')
    .max(workflowLimits.nodes, `must list at most ${workflowLimits.nodes} nodes.`),
  edges: z
    .array(WorkflowEdge, 'must be a list of edges.')
    .max(workflowLimits.edges, `must list at most ${workflowLimits.edges} edges.`),
}

export const Workflow = z
  .looseObject({
    nodes: fields.nodes,
    edges: fields.edges.default([]),
    customVariables: customVariables.default([]),
  })
  .superRefine(keepable(workflowLimits.characters))
  .meta({ id: 'Workflow' })
export type Workflow = z.infer<typeof Workflow>

/** Lists that are sent replace those that are there; those that are not sent stay. */
export const WorkflowChanges = z
  .looseObject({
    nodes: fields.nodes.optional(),
    edges: fields.edges.nullish(),
    customVariables: customVariables.nullish(),
  })
  .superRefine(keepable(workflowLimits.characters))
  .meta({ id: 'WorkflowChanges' })
export type WorkflowChanges = z.infer<typeof WorkflowChanges>
