import { expect, test } from 'vitest'
import {
  addNode,
  bindTool,
  copyNode,
  findNode,
  readDraft,
  removeNodes,
  toolOf,
  toWorkflow,
} from './draft-rules.ts'

const workflow = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      message: 'Hello',
      position: { x: 1, y: 2 },
      metadata: { version: 3 },
      transitions: [
        { id: 'b', priority: 2, targetNodeId: 'end', condition: { type: 'always' } },
        { id: 'a', priority: 1, targetNodeId: 'old', condition: { type: 'dtmf', key: '1' } },
      ],
    },
    { id: 'end', type: 'end_call' },
    { id: 'talk', type: 'conversation' },
  ],
  edges: [
    { id: 'e1', animated: true, source: 'start', target: 'talk', sourceHandle: 'transition-a' },
    { source: 'talk', target: 'end' },
    { source: 'start', target: 'talk', sourceHandle: 'transition-gone' },
  ],
  customVariables: '[{"name":"city"}]',
  zoom: 0.5,
}

test('a flow that is read and written again means the same, and keeps what nobody here knows', () => {
  const written = toWorkflow(readDraft(workflow))
  expect(written).toMatchObject({ zoom: 0.5, customVariables: [{ name: 'city' }] })
  expect(written.nodes[0]).toMatchObject({ metadata: { version: 3 }, position: { x: 1, y: 2 } })
  expect(written.edges).toEqual([
    { id: 'e1', animated: true, source: 'start', target: 'talk', sourceHandle: 'transition-a' },
    { id: 'start-b', source: 'start', target: 'end', sourceHandle: 'transition-b' },
    { id: 'talk-edge-1', source: 'talk', target: 'end', sourceHandle: 'transition-edge-1' },
  ])
  expect(toWorkflow(readDraft(written))).toEqual(written)
})

test('an edge wins over what its transition says, and the first to be tried stands first', () => {
  const start = findNode(readDraft(workflow), 'start')
  expect(start?.transitions).toMatchObject([
    { id: 'a', targetNodeId: 'talk' },
    { id: 'b', targetNodeId: 'end' },
  ])
})

test('what is no flow is an empty one', () => {
  for (const nothing of [null, undefined, 'text', [], { nodes: 'none', edges: 3 }]) {
    expect(readDraft(nothing).nodes).toEqual([])
  }
  expect(readDraft({ nodes: [{ type: 'start' }, { id: 7, type: 'start' }] }).nodes).toMatchObject([
    { id: '7' },
  ])
})

test('a node that is removed leaves transitions that lead nowhere, and no edge to it', () => {
  const draft = removeNodes(readDraft(workflow), ['end'])
  expect(findNode(draft, 'start')?.transitions).toMatchObject([{ id: 'a' }, { targetNodeId: '' }])
  expect(toWorkflow(draft).edges.map(({ target }) => target)).toEqual(['talk'])
})

test('a new node has what its kind begins with', () => {
  const position = { x: 5, y: 5 }
  const draft = addNode(readDraft(workflow), {
    id: 'n',
    kind: 'transfer_call',
    label: 'L',
    position,
  })
  expect(findNode(draft, 'n')).toMatchObject({ type: 'transfer_call', label: 'L', phoneNumber: '' })
})

test('a copy of the start is no second start, and uses the same tool', () => {
  const draft = copyNode(bindTool(readDraft(workflow), 'start', 'tool-1'), 'start', 'copy')
  expect(findNode(draft, 'copy')).toMatchObject({ type: 'conversation', isStart: false })
  expect(toolOf(draft, 'copy')).toBe('tool-1')
})

test('a node uses one tool; the agent keeps its others', () => {
  const draft = readDraft(workflow, [{ toolId: 'general' }, { toolId: 'old', nodeId: 'talk' }])
  const bound = bindTool(draft, 'talk', 'new')
  expect(bound.bindings).toEqual([{ toolId: 'general' }, { toolId: 'new', nodeId: 'talk' }])
  expect(bindTool(bound, 'talk', undefined).bindings).toEqual([{ toolId: 'general' }])
  expect(removeNodes(bound, ['talk']).bindings).toEqual([{ toolId: 'general' }])
})
