import { expect, test } from 'vitest'
import type { Page, Row } from '../../records/resource-view.ts'
import { type Moves, placeCards, withMoved } from './board-cards.ts'

const pageOf = (...ids: string[]): Page => ({
  data: ids.map((id) => ({ id })),
  pagination: { total: ids.length, limit: 50, offset: 0, hasMore: false, nextCursor: null },
})
const list = (stage: string, at: number, ...ids: string[]) => ({ stage, at, page: pageOf(...ids) })
const move = (id: string, stage: string): Moves => new Map([[id, { deal: { id } as Row, stage }]])
const none: Moves = new Map()

const cases = [
  {
    name: 'lists that agree are shown as they are',
    lists: [list('a', 1, 'x', 'y'), list('b', 1, 'z')],
    moves: none,
    shown: { a: ['x', 'y'], b: ['z'] },
  },
  {
    name: 'a deal in two lists stands in the one fetched last',
    lists: [list('a', 1, 'x', 'y'), list('b', 2, 'x')],
    moves: none,
    shown: { a: ['y'], b: ['x'] },
  },
  {
    name: 'a moved deal leaves its stage and comes first in the other',
    lists: [list('a', 1, 'x', 'y'), list('b', 1, 'z')],
    moves: move('y', 'b'),
    shown: { a: ['x'], b: ['y', 'z'] },
  },
  {
    name: 'an answer from between two moves does not draw the card twice',
    lists: [list('a', 1), list('b', 3, 'x'), list('c', 2)],
    moves: move('x', 'c'),
    shown: { a: [], b: [], c: ['x'] },
  },
  {
    name: 'a moved deal that the new stage lists already is drawn once',
    lists: [list('a', 1, 'x'), list('b', 2, 'z', 'x')],
    moves: move('x', 'b'),
    shown: { a: [], b: ['z', 'x'] },
  },
]

test.each(cases)('$name', ({ lists, moves, shown }) => {
  const cards = placeCards(lists, moves)
  const ids = [...cards].map(([stage, { rows }]) => [stage, rows.map(({ id }) => id)])
  expect(Object.fromEntries(ids)).toEqual(shown)
  for (const { rows, total } of cards.values()) expect(total).toBe(rows.length)
})

test('a stage in which nothing moved keeps its array', () => {
  const still = list('a', 1, 'x')
  expect(placeCards([still, list('b', 1, 'z')], move('z', 'c')).get('a')?.rows).toBe(
    still.page.data,
  )
})

test('what the server took is written into both lists', () => {
  const deal = { id: 'x', stage: 'b' }
  expect(withMoved(pageOf('x', 'y'), false, deal)).toMatchObject({
    data: [{ id: 'y' }],
    pagination: { total: 1 },
  })
  expect(withMoved(pageOf('z'), true, deal)).toMatchObject({
    data: [deal, { id: 'z' }],
    pagination: { total: 2 },
  })
})
