import { expect, test } from 'vitest'
import { StatementCache } from './statement-cache.ts'

const ask = (cache: StatementCache, key: string) => cache.get('list', key, () => `select '${key}'`)

test('a statement is prepared from the third time on, always under the same name', () => {
  const cache = new StatementCache()
  const names = [1, 2, 3, 4].map(() => ask(cache, 'a').name)
  expect(names.slice(0, 2)).toEqual([undefined, undefined])
  expect(names[2]).toMatch(/^list_/)
  expect(names[3]).toBe(names[2])
  expect(ask(cache, 'b')).toEqual({ name: undefined, text: `select 'b'` })
})

test('the text is made once, and different texts never share a name', () => {
  const cache = new StatementCache()
  let made = 0
  const count = () => {
    made += 1
    return 'select 1'
  }
  for (let time = 0; time < 5; time++) cache.get('list', 'a', count)
  expect(made).toBe(1)
  const names = ['x', 'y'].map((key) => [1, 2, 3].map(() => ask(cache, key).name).at(-1))
  expect(new Set(names).size).toBe(2)
})

test('requests that make up ever new statements cannot have them all prepared', () => {
  const cache = new StatementCache()
  const prepared = new Set<string>()
  for (let n = 0; n < 5_000; n++) {
    for (let time = 0; time < 4; time++) {
      const { name, text } = ask(cache, `field ${n}`)
      expect(text).toBe(`select 'field ${n}'`)
      if (name) prepared.add(name)
    }
  }
  expect(prepared.size).toBe(100)
})
