/** Digits as events of their own between the sound: RFC 4733. */

const signs = '0123456789*#ABCD'
const frameSamples = 160
/** A digit is held for 100 ms, and followed by as much silence. */
const heldFrames = 5
const gapFrames = 5
/** The end of a digit is told three times, in case one is lost. */
const endings = 3
const pauseFrames = 25
/** 0 is the loudest; -10 dBm0. */
const volume = 10

/** Hears each digit once, however often it is told. */
export function openDigitEar(): (timestamp: number, payload: Uint8Array) => string | undefined {
  let last: number | undefined
  return (timestamp, payload) => {
    if (payload.length < 4 || timestamp === last) return undefined
    last = timestamp
    return signs[payload[0] ?? signs.length]
  }
}

/** What is sent in one frame of 20 ms: an event, or (undefined) silence. */
export type DigitFrame =
  | {
      readonly payload: Uint8Array
      /** Samples since the digit began: all its packets have the timestamp of its beginning. */
      readonly age: number
      readonly isFirst: boolean
    }
  | undefined

/** Digits, and `w` for half a second of silence, as frames. */
export function digitFrames(digits: string): DigitFrame[] {
  return Array.from(digits).flatMap((digit) => {
    if (digit === 'w' || digit === 'W') return silence(pauseFrames)
    const event = signs.indexOf(digit)
    const frames = Array.from({ length: heldFrames + endings }, (_, index) => {
      const duration = Math.min(index + 1, heldFrames) * frameSamples
      const isEnd = index >= heldFrames
      const payload = Uint8Array.of(
        event,
        (isEnd ? 0x80 : 0) | volume,
        duration >> 8,
        duration & 0xff,
      )
      return { payload, age: index * frameSamples, isFirst: index === 0 }
    })
    return [...frames, ...silence(gapFrames)]
  })
}

function silence(frames: number): undefined[] {
  return Array.from({ length: frames }, () => undefined)
}

const rows = [697, 770, 852, 941]
const columns = [1_209, 1_336, 1_477, 1_633]
const keypad = '123A456B789C*0#D'
const toneLevel = 6_000

/** The same as tones within the sound, for those who know no events; 8 kHz. */
export function digitTones(digits: string): Int16Array {
  const parts = Array.from(digits).map((digit) => {
    const key = keypad.indexOf(digit)
    if (key < 0) return new Int16Array(pauseFrames * frameSamples)
    const [low = 0, high = 0] = [rows[key >> 2], columns[key & 3]]
    const part = new Int16Array((heldFrames + gapFrames) * frameSamples)
    for (let at = 0; at < heldFrames * frameSamples; at += 1) {
      const turn = (2 * Math.PI * at) / 8_000
      part[at] = Math.round(toneLevel * (Math.sin(low * turn) + Math.sin(high * turn)))
    }
    return part
  })
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
