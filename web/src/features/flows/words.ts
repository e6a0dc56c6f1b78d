import type { ConditionKind, FlowFault, NodeKind, Transition, WorkflowNode } from '@parley/contract'
import {
  ArrowRightLeft,
  CircleHelp,
  CirclePlay,
  CircleStop,
  Globe,
  type LucideIcon,
  MessageSquareText,
  PhoneForwarded,
  Settings2,
  Split,
  Variable,
  Wrench,
} from 'lucide-react'
import { t, tOr } from '../../i18n/index.ts'

/** In the order in which they are offered. */
export const nodeKinds = [
  'conversation',
  'router',
  'web_tool',
  'tool',
  'set_local_variables',
  'change_agent_settings',
  'transfer_call',
  'transfer_agent',
  'end_call',
  'start',
] as const satisfies readonly NodeKind[]

export const conditionKinds = [
  'natural_language',
  'after_user_reply',
  'structured_equation',
  'dtmf',
  'always',
  'auto',
] as const satisfies readonly ConditionKind[]

/** Of those that the server knows, the one name of each. */
export const operators = [
  'equals',
  'not_equals',
  'greater_than',
  'greater_than_or_equal',
  'less_than',
  'less_than_or_equal',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'in',
  'not_in',
  'exists',
  'not_exists',
  'is_true',
  'is_false',
] as const

/** Those that compare with nothing. */
export const loneOperators: readonly string[] = ['exists', 'not_exists', 'is_true', 'is_false']

const icons: Readonly<Record<NodeKind, LucideIcon>> = {
  start: CirclePlay,
  conversation: MessageSquareText,
  tool: Wrench,
  web_tool: Globe,
  router: Split,
  transfer_call: PhoneForwarded,
  transfer_agent: ArrowRightLeft,
  end_call: CircleStop,
  set_local_variables: Variable,
  change_agent_settings: Settings2,
}

export function iconOf(type: string): LucideIcon {
  return Object.hasOwn(icons, type) ? icons[type as NodeKind] : CircleHelp
}

export function kindText(type: string): string {
  return tOr(`flowKind.${type}`, type)
}

export function nameOf({ id, label }: WorkflowNode): string {
  return label || id
}

/** What a node says or does, in a line. */
export function summaryOf(node: WorkflowNode, nameOfAgent: (id: string) => string): string {
  const { type, message, phoneNumber, agentId, staticVariables } = node
  if (type === 'transfer_call') return phoneNumber ?? ''
  if (type === 'transfer_agent') return agentId ? nameOfAgent(agentId) : ''
  if (type === 'set_local_variables')
    return (staticVariables ?? []).map(({ name }) => name).join(', ')
  return message ?? ''
}

/** When a transition is taken, in a line. */
function conditionText({ condition }: Transition): string {
  const type = condition?.type ?? 'auto'
  if (type === 'natural_language' && condition?.prompt) return condition.prompt
  if (type === 'dtmf') return t('flow.pressed', { key: condition?.key ?? '…' })
  const equation = type === 'structured_equation' ? equationText(condition) : ''
  return equation || tOr(`flowCondition.${type}`, type)
}

function equationText(condition: Transition['condition']): string {
  const terms = (condition?.conditions ?? []).map(({ variable, operator, value }) =>
    [variable, tOr(`flowOperator.${operator}`, operator), textOf(value)].join(' ').trim(),
  )
  return terms.join(` ${condition?.logic === 'any' ? t('flow.or') : t('flow.and')} `)
}

/** A value of a variable as it is typed: text as it stands, everything else as JSON. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The name of a transition, else when it is taken. */
export function titleOf(transition: Transition): string {
  return transition.name || conditionText(transition)
}

/** Within a sentence of another script it keeps its punctuation (Unicode's isolates, as `bdi` has them). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`
}

export function faultText({ code, message }: FlowFault): string {
  return tOr(`flowFault.${code}`, message)
}
