import { expect, test } from 'vitest'
import { toJson, toText } from './text-rules.ts'

test('text is cut, and loses what the database cannot hold', () => {
  expect(toText('a\0b\ud800c', 10)).toBe('abc')
  expect(toText('abcdef', 3)).toBe('abc')
})

test.each([
  [undefined, 'null'],
  [{ a: 'x\0' }, '{"a":"x"}'],
  [1n, '"1"'],
])('%o becomes JSON that can be kept', (value, json) => {
  expect(toJson(value)).toBe(json)
})

test('a value that contains itself is told by its name', () => {
  const ring: Record<string, unknown> = {}
  ring['self'] = ring
  expect(toJson(ring)).toBe('"[object Object]"')
})

test('of what is too long the beginning is kept', () => {
  const json = JSON.parse(toJson('x'.repeat(100), 50)) as Record<string, unknown>
  expect(json).toMatchObject({ truncated: true, length: 102 })
})
