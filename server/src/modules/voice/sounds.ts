import { callRate, type Loudspeaker } from '../../providers/voice-engine/index.ts'

/** Small sounds around the agent's voice, made here: no files, no licences. */

const samplesPerMs = callRate / 1_000

/** Two soft taps, as of a keyboard, 120 ms long. */
export function thinkingSound(random: () => number = Math.random): Int16Array {
  const sound = new Int16Array(120 * samplesPerMs)
  for (const startMs of [0, 70]) {
    const start = startMs * samplesPerMs
    const length = 25 * samplesPerMs
    for (let index = 0; index < length; index += 1) {
      const fade = Math.exp((-6 * index) / length)
      sound[start + index] = Math.round((random() - 0.5) * 1_600 * fade)
    }
  }
  return sound
}

/** How often the room is heard, in milliseconds. */
const roomPieceMs = 100

/** A loudspeaker with the murmur of a quiet room behind everything, until `stop`. */
export function withRoom(
  speaker: Loudspeaker,
  random: () => number = Math.random,
): Loudspeaker & { readonly stop: () => void } {
  let level = 0
  let playedUntilMs = 0
  const murmur = (count: number) => {
    const out = new Int16Array(count)
    for (let index = 0; index < count; index += 1) {
      // Brown noise, about 50 dB below full.
      level = 0.98 * level + (random() - 0.5) * 24
      out[index] = Math.round(level)
    }
    return out
  }
  const timer = setInterval(() => {
    if (Date.now() + roomPieceMs < playedUntilMs) return
    speaker.play(murmur(roomPieceMs * samplesPerMs))
  }, roomPieceMs)
  return {
    play(samples) {
      const behind = murmur(samples.length)
      const mixed = samples.map((sample, index) =>
        Math.max(-32_768, Math.min(32_767, sample + (behind[index] ?? 0))),
      )
      playedUntilMs = Math.max(Date.now(), playedUntilMs) + samples.length / samplesPerMs
      speaker.play(mixed)
    },
    clear() {
      playedUntilMs = 0
      speaker.clear()
    },
    mark: speaker.mark,
    stop: () => clearInterval(timer),
  }
}
