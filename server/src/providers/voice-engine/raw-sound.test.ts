import { expect, test } from 'vitest'
import { callRate } from './port.ts'
import { RawSound } from './raw-sound.ts'

test('the newest sound is given back, also after a long time', () => {
  const sound = new RawSound()
  sound.add(Int16Array.of(1, 2, 3))
  expect([...sound.last(2)]).toEqual([2, 3])
  expect([...sound.last(5)]).toEqual([0, 0, 1, 2, 3])
  for (let second = 0; second < 65; second += 1) sound.add(new Int16Array(callRate).fill(second))
  sound.add(Int16Array.of(7, 8, 9))
  expect([...sound.last(4)]).toEqual([64, 7, 8, 9])
})
