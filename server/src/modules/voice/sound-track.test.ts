import { expect, test } from 'vitest'
import { SoundTrack } from './sound-track.ts'

const of = (value: number, count: number) => new Int16Array(count).fill(value)

/** So many samples of the left channel; on the right nobody speaks. */
function take(track: SoundTrack, count: number, until: number): Int16Array {
  const stereo = new Int16Array(count * 2)
  track.takeInto(stereo, 0, until)
  expect(stereo.every((sample, index) => index % 2 === 0 || sample === 0)).toBe(true)
  return stereo.filter((_, index) => index % 2 === 0)
}

test('sound lies where it was heard, with silence between', () => {
  const track = new SoundTrack()
  track.add(0, of(1, 2))
  track.add(10_000, of(2, 2))
  const taken = take(track, 10_004, 10_004)
  expect([...taken.subarray(0, 3)]).toEqual([1, 1, 0])
  expect([...taken.subarray(9_999)]).toEqual([0, 2, 2, 0, 0])
})

test('packets that come a little late or early leave no gap and do not overlap', () => {
  const track = new SoundTrack()
  track.add(0, of(1, 100))
  track.add(180, of(2, 100))
  track.add(190, of(3, 100))
  expect([...new Set(take(track, 300, 300))]).toEqual([1, 2, 3])
})

test('a piece that is taken in two steps loses nothing', () => {
  const track = new SoundTrack()
  track.add(0, Int16Array.from([1, 2, 3, 4]))
  expect([...take(track, 3, 3)]).toEqual([1, 2, 3])
  expect([...take(track, 2, 5)]).toEqual([4, 0])
})

test('the left channel comes first', () => {
  const stereo = new Int16Array(4)
  for (const channel of [0, 1] as const) {
    const track = new SoundTrack()
    track.add(0, channel === 0 ? Int16Array.from([1, 2]) : Int16Array.from([3, 4]))
    track.takeInto(stereo, channel, 2)
  }
  expect([...stereo]).toEqual([1, 3, 2, 4])
})
