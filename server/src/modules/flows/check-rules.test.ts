import { type FlowFault, Workflow } from '@parley/contract'
import { expect, test } from 'vitest'
import { agentsIn, checkFlow } from './check-rules.ts'

type Written = Record<string, unknown>

/** A transition to this node, when the user has said something unless told otherwise. */
const to = (targetNodeId: string, more: Written = {}): Written => ({
  id: `to-${targetNodeId}`,
  priority: 1,
  targetNodeId,
  condition: { type: 'after_user_reply' },
  ...more,
})
const node = (id: string, type: string, transitions: Written[] = [], more: Written = {}) => ({
  id,
  type,
  label: id.toUpperCase(),
  transitions,
  ...more,
})
const start = (...transitions: Written[]) => node('start', 'start', transitions)
const always = { condition: { type: 'always' } }
const end = node('end', 'end_call')

const flowOf = (nodes: Written[], edges: Written[] = []): Workflow =>
  Workflow.parse({ nodes, edges, customVariables: '[]' })

type Case = readonly [
  what: string,
  nodes: Written[],
  edges: Written[],
  code: FlowFault['code'],
  nodeId: string | null,
]

const wrong: readonly Case[] = [
  ['nothing at all', [], [], 'no_start', null],
  ['no start', [node('a', 'conversation')], [], 'no_start', null],
  [
    'two starts',
    [start(to('b')), node('b', 'conversation', [], { isStart: true })],
    [],
    'several_starts',
    'b',
  ],
  ['an id twice', [start(to('end')), end, end], [], 'duplicate_id', 'end'],
  ['two transitions of one id', [start(to('end'), to('end')), end], [], 'duplicate_id', 'start'],
  ['an unknown kind', [start(to('x')), node('x', 'teleport')], [], 'unknown_kind', 'x'],
  ['a target that is not there', [start(to('gone'))], [], 'missing_target', 'start'],
  ['no target', [start(to(''))], [], 'missing_target', 'start'],
  [
    'an edge to nowhere',
    [start(to('end')), end],
    [{ source: 'start', target: 'gone', sourceHandle: 'transition-to-end' }],
    'missing_target',
    'start',
  ],
  ['an edge from nowhere', [start()], [{ source: 'gone', target: 'start' }], 'unknown_edge', null],
  [
    'a node nobody reaches',
    [start(to('end')), end, node('b', 'conversation')],
    [],
    'unreachable',
    'b',
  ],
  [
    'a node behind a transition that is off',
    [start(to('end'), to('b', { isEnabled: false })), end, node('b', 'conversation')],
    [],
    'unreachable',
    'b',
  ],
  [
    'a circle of nodes that do not wait',
    [
      start(to('a')),
      node('a', 'router', [to('b', always)]),
      node('b', 'set_local_variables', [to('a', always)]),
    ],
    [],
    'endless_cycle',
    'a',
  ],
  [
    'a node that leads to itself at once',
    [start(to('a')), node('a', 'tool', [to('a', always)])],
    [],
    'endless_cycle',
    'a',
  ],
  [
    'a circle of sentences that wait for nobody',
    [
      start(to('a')),
      node('a', 'conversation', [to('b', always)], { skipResponse: true }),
      node('b', 'conversation', [to('a', always)], { skipResponse: true }),
    ],
    [],
    'endless_cycle',
    'a',
  ],
  ['a router without ways', [start(to('r')), node('r', 'router')], [], 'no_way_on', 'r'],
  [
    'nobody to transfer to',
    [start(to('t')), node('t', 'transfer_call')],
    [],
    'incomplete_node',
    't',
  ],
  [
    'no agent to hand to',
    [start(to('t')), node('t', 'transfer_agent')],
    [],
    'incomplete_node',
    't',
  ],
  [
    'an agent that is not there',
    [start(to('t')), node('t', 'transfer_agent', [], { agentId: 'A1' })],
    [],
    'unknown_agent',
    't',
  ],
  [
    'a global node without a condition',
    [start(), node('g', 'conversation', [], { isGlobal: true })],
    [],
    'incomplete_node',
    'g',
  ],
  [
    'a condition without words',
    [start(to('end', { condition: { type: 'natural_language' } })), end],
    [],
    'incomplete_condition',
    'start',
  ],
  [
    'a key no telephone has',
    [start(to('end', { condition: { type: 'dtmf', key: 'A' } })), end],
    [],
    'incomplete_condition',
    'start',
  ],
  [
    'a kind of condition nobody knows',
    [start(to('end', { condition: { type: 'telepathy' } })), end],
    [],
    'unknown_condition',
    'start',
  ],
  [
    'an equation without terms',
    [start(to('end', { condition: { type: 'structured_equation' } })), end],
    [],
    'incomplete_condition',
    'start',
  ],
  [
    'an operator nobody knows',
    [
      start(
        to('end', {
          condition: {
            type: 'structured_equation',
            conditions: [{ variable: 'x', operator: 'resembles', value: 1 }],
          },
        }),
      ),
      end,
    ],
    [],
    'unknown_operator',
    'start',
  ],
]

test.each(wrong)(
  'a flow with %s is refused, and the node named',
  (...[, nodes, edges, code, nodeId]) => {
    const { isValid, problems } = checkFlow(flowOf(nodes, edges), new Set())
    expect(isValid).toBe(false)
    const found = problems.find((problem) => problem.code === code)
    expect(found, JSON.stringify(problems)).toMatchObject({ code, nodeId })
    const named = nodeId === null ? '' : `Node "${nodeId.toUpperCase()}" (${nodeId})`
    expect(found?.message.startsWith(named)).toBe(true)
  },
)

const right: readonly (readonly [string, Written[], Written[]])[] = [
  ['of a start alone', [start()], []],
  ['that asks until it is answered', [start(to('a')), node('a', 'conversation', [to('a')])], []],
  [
    'in a circle in which the user is asked',
    [start(to('r')), node('r', 'router', [to('start', always)])],
    [],
  ],
  [
    'in a circle that a pressed key goes round',
    [start(to('m')), node('m', 'router', [to('m', { condition: { type: 'dtmf', key: 9 } })])],
    [],
  ],
  [
    'whose edges say where transitions lead',
    [start(to('gone')), end],
    [{ source: 'start', target: 'end', sourceHandle: 'transition-to-gone' }],
  ],
  ['of edges without transitions', [start(), end], [{ source: 'start', target: 'end' }]],
  [
    'with a global node that nothing leads to',
    [start(), node('g', 'endCall', [], { isGlobal: true, globalCondition: 'Wants to stop' })],
    [],
  ],
  [
    'that transfers to a number, an address or a variable',
    [
      start(to('a'), to('b'), to('c')),
      node('a', 'transferCall', [], { phoneNumber: '+44 20 7946 0958' }),
      node('b', 'transfer-call', [], { phoneNumber: 'sip:desk@example.com' }),
      node('c', 'transfer_call', [], { phoneNumber: '{{ desk }}' }),
    ],
    [],
  ],
]

test.each(right)('a flow %s is in order', (_, nodes, edges) => {
  expect(checkFlow(flowOf(nodes, edges), new Set()).problems).toEqual([])
})

test('what is probably not meant is a warning', () => {
  const nodes = [start(to('t')), node('t', 'tool')]
  const edges = [{ source: 'start', target: 't', sourceHandle: 'transition-old' }]
  const { isValid, warnings } = checkFlow(flowOf(nodes, edges))
  expect(isValid).toBe(true)
  expect(warnings.map(({ code, nodeId }) => [code, nodeId])).toEqual([
    ['no_way_on', 't'],
    ['unknown_edge', 'start'],
  ])
})

test('each group of nodes in a circle is told of once, with the way round', () => {
  const nodes = [
    start(to('a'), to('x')),
    node('a', 'router', [to('b', always), to('c', always)]),
    node('b', 'router', [to('a', always)]),
    node('c', 'router', [to('a', always)]),
    node('x', 'router', [to('x', always)]),
  ]
  const { problems } = checkFlow(flowOf(nodes))
  expect(problems.map(({ message }) => message)).toEqual([
    'Node "A" (a) runs in a circle without a turn of the user: A → B → A.',
    'Node "X" (x) runs in a circle without a turn of the user: X → X.',
  ])
})

test('the agents a flow hands over to are found, each once', () => {
  const agentId = 'ABC'
  const nodes = [
    start(),
    node('t', 'transferAgent', [], { agentId }),
    node('u', 'transfer_agent', [], { agentId }),
  ]
  expect(agentsIn(flowOf(nodes))).toEqual(['abc'])
})

test('the largest flow there may be is checked in a moment', () => {
  const count = 500
  const nodes = Array.from({ length: count }, (_, index) =>
    node(`n${index}`, index === 0 ? 'start' : 'router', [
      to(`n${(index + 1) % count}`, always),
      { ...to(`n${(index * 7 + 3) % count}`, always), id: 'other' },
    ]),
  )
  const before = performance.now()
  expect(checkFlow(flowOf(nodes)).isValid).toBe(false)
  expect(performance.now() - before).toBeLessThan(2_000)
})
