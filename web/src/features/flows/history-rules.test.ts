import { expect, test } from 'vitest'
import { beginHistory, changed, redone, undone } from './history-rules.ts'

test('steps are taken back and done again, until something else is done', () => {
  const one = changed(changed(beginHistory('a'), 'b', { atMs: 0 }), 'c', { atMs: 1 })
  const back = undone(undone(one))
  expect(back.present).toBe('a')
  expect(undone(back)).toBe(back)
  expect(redone(back).present).toBe('b')
  expect(redone(changed(back, 'x', { atMs: 2 })).present).toBe('x')
})

test('what is typed in one go is one step', () => {
  let history = beginHistory('')
  for (const [atMs, text] of [
    [0, 'h'],
    [500, 'he'],
    [900, 'hey'],
  ] as const) {
    history = changed(history, text, { of: 'message', atMs })
  }
  expect(undone(history).present).toBe('')
  const later = changed(history, 'hey you', { of: 'message', atMs: 9_000 })
  expect(undone(later).present).toBe('hey')
  const other = changed(history, 'hey!', { of: 'label', atMs: 950 })
  expect(undone(other).present).toBe('hey')
})

test('nothing changed is no step', () => {
  const history = beginHistory('a')
  expect(changed(history, 'a', { atMs: 1 })).toBe(history)
})
