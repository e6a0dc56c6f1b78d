import { expect, test } from 'vitest'
import { findNode, readDraft } from './draft-rules.ts'
import {
  addTransition,
  changeTransition,
  moveTransition,
  removeTransition,
  walkOrder,
} from './transition-rules.ts'

const draft = readDraft({
  nodes: [
    { id: 'lost', type: 'end_call' },
    { id: 'router', type: 'router' },
    { id: 'start', type: 'start' },
    { id: 'help', type: 'conversation', isGlobal: true },
  ],
})
const ways = addTransition(addTransition(draft, { from: 'start', to: 'router', id: 't1' }), {
  from: 'start',
  to: 'help',
  id: 't2',
})
const idsOf = (of: typeof draft) => findNode(of, 'start')?.transitions?.map(({ id }) => id)

test('a way from where people answer waits for their answer, others do not', () => {
  expect(findNode(ways, 'start')?.transitions).toMatchObject([
    { id: 't1', targetNodeId: 'router', condition: { type: 'after_user_reply' }, priority: 1 },
    { id: 't2', targetNodeId: 'help', priority: 2 },
  ])
  const silent = addTransition(draft, { from: 'router', to: 'start', id: 't' })
  expect(findNode(silent, 'router')?.transitions?.[0]?.condition).toEqual({ type: 'always' })
})

test('transitions change places, and stay where there is no place', () => {
  const moved = moveTransition(ways, { nodeId: 'start', id: 't2' }, -1)
  expect(idsOf(moved)).toEqual(['t2', 't1'])
  expect(findNode(moved, 'start')?.transitions?.map(({ priority }) => priority)).toEqual([1, 2])
  expect(idsOf(moveTransition(ways, { nodeId: 'start', id: 't1' }, -1))).toEqual(['t1', 't2'])
})

test('one transition changes or goes, and the others are numbered anew', () => {
  const renamed = changeTransition(ways, { nodeId: 'start', id: 't2' }, { name: 'Help' })
  expect(findNode(renamed, 'start')?.transitions).toMatchObject([{ name: '' }, { name: 'Help' }])
  const fewer = removeTransition(ways, 'start', 't1')
  expect(findNode(fewer, 'start')?.transitions).toMatchObject([{ id: 't2', priority: 1 }])
})

test('nodes are walked as a talk would come by them', () => {
  expect(walkOrder(ways).map(({ id }) => id)).toEqual(['start', 'help', 'router', 'lost'])
})
