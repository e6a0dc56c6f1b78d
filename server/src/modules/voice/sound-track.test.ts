import { expect, test } from 'vitest'
import { interleave, SoundTrack } from './sound-track.ts'

const of = (value: number, count: number) => new Int16Array(count).fill(value)

test('sound lies where it was heard, with silence between', () => {
  const track = new SoundTrack()
  track.add(0, of(1, 2))
  track.add(10_000, of(2, 2))
  const taken = track.take(10_004)
  expect([...taken.subarray(0, 3)]).toEqual([1, 1, 0])
  expect([...taken.subarray(9_999)]).toEqual([0, 2, 2, 0, 0])
})

test('packets that come a little late or early leave no gap and do not overlap', () => {
  const track = new SoundTrack()
  track.add(0, of(1, 100))
  track.add(180, of(2, 100))
  track.add(190, of(3, 100))
  expect([...new Set(track.take(300))]).toEqual([1, 2, 3])
})

test('a piece that is taken in two steps loses nothing', () => {
  const track = new SoundTrack()
  track.add(0, Int16Array.from([1, 2, 3, 4]))
  expect([...track.take(3)]).toEqual([1, 2, 3])
  expect([...track.take(5)]).toEqual([4, 0])
})

test('the left channel comes first', () => {
  const bytes = interleave(Int16Array.from([1, 2]), Int16Array.from([3, 4]))
  expect([...new Int16Array(bytes.buffer)]).toEqual([1, 3, 2, 4])
})
