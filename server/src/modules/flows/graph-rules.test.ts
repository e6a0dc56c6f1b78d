import { Workflow } from '@parley/contract'
import { expect, test } from 'vitest'
import { readFlow } from './graph-rules.ts'

test('ways are tried by priority, those without one last, and those that are off never', () => {
  const transition = (id: string, more: object) => ({ id, targetNodeId: id, ...more })
  const nodes = [
    {
      id: 's',
      type: 'start',
      transitions: [
        transition('late', {}),
        transition('second', { priority: 2, condition: { type: 'afterUserReply' } }),
        transition('first', { priority: 1, condition: { type: 'always' } }),
        transition('never', { priority: 0, isEnabled: false }),
      ],
    },
  ]
  const edges = [{ source: 's', target: 'elsewhere', sourceHandle: 'transition-first' }]
  const flow = readFlow(Workflow.parse({ nodes, edges }))
  expect(flow.starts.map(({ node }) => node.id)).toEqual(['s'])
  expect(flow.nodes.get('s')?.steps.map(({ kind, target }) => [kind, target])).toEqual([
    ['always', 'elsewhere'],
    ['after_user_reply', 'second'],
    ['auto', 'late'],
  ])
})
