import { expect, test } from 'vitest'
import { dispositionOf, mediaTypeOf, readRange } from './range-rules.ts'

test.each([
  [undefined, undefined],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=90-1000', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=100-200', 'unsatisfiable'],
  ['bytes=5-4', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,5-6', undefined],
  ['items=0-1', undefined],
  ['bytes=a-b', undefined],
])('of 100 bytes, %j asks for %j', (header, range) => {
  expect(readRange(header, 100)).toEqual(range)
})

test('of nothing, no bytes can be had', () => {
  expect(readRange('bytes=0-', 0)).toBe('unsatisfiable')
  expect(readRange('bytes=-5', 0)).toBe('unsatisfiable')
})

test('what is no audio is never given the type of a page', () => {
  expect(mediaTypeOf('wav')).toBe('audio/wav')
  for (const format of [null, 'html', 'svg', 'constructor']) {
    expect(mediaTypeOf(format)).toBe('application/octet-stream')
  }
})

test('a name of a file breaks no header', () => {
  expect(dispositionOf('a"b\r\nX: y; größe.wav')).toBe(
    `inline; filename="a_b__X_ y_ gr__e.wav"; filename*=UTF-8''a%22b%0D%0AX%3A%20y%3B%20gr%C3%B6%C3%9Fe.wav`,
  )
})
