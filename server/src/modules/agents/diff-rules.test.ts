import { expect, test } from 'vitest'
import { diffOf } from './diff-rules.ts'

test('what differs is told by its path, things in lists by their ids', () => {
  const before = {
    name: 'A',
    call: { delay: 1, gone: true, same: { deep: [1] } },
    list: ['x'],
    workflow: { nodes: [{ id: 'a', label: 'One' }, { id: 'b' }] },
    tools: [{ toolId: 't', nodeId: null }],
  }
  const after = {
    name: 'B',
    call: { delay: 2, same: { deep: [1] } },
    list: ['x', 'y'],
    workflow: { nodes: [{ id: 'a', label: 'Two' }, { id: 'c' }] },
    tools: [{ toolId: 't', nodeId: null }],
  }
  const { changes, isCut } = diffOf(before, after)
  expect(isCut).toBe(false)
  expect(changes).toEqual([
    { path: 'name', change: 'changed', before: 'A', after: 'B' },
    { path: 'call.delay', change: 'changed', before: 1, after: 2 },
    { path: 'call.gone', change: 'removed', before: true, after: null },
    { path: 'list', change: 'changed', before: ['x'], after: ['x', 'y'] },
    { path: 'workflow.nodes[a].label', change: 'changed', before: 'One', after: 'Two' },
    { path: 'workflow.nodes[b]', change: 'removed', before: { id: 'b' }, after: null },
    { path: 'workflow.nodes[c]', change: 'added', before: null, after: { id: 'c' } },
  ])
})

test('another order is one change, and no more than 500 are listed', () => {
  const list = (ids: number[]) => ({ nodes: ids.map((id) => ({ id: `n${id}` })) })
  expect(diffOf(list([1, 2]), list([2, 1])).changes).toEqual([
    { path: 'nodes', change: 'changed', before: ['n1', 'n2'], after: ['n2', 'n1'] },
  ])
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, index]))
  const { changes, isCut } = diffOf({}, many)
  expect([changes.length, isCut]).toEqual([500, true])
})
