import assert from 'node:assert/strict'
import { joinPcm } from './pcm.ts'
import type { SynthesisRequest, TextToSpeech } from './port.ts'

const short = 'Good morning.'
const long =
  'Good morning, and thank you for calling. The office is open from nine to five. Please leave your name and your number, and somebody will call you back before the end of the day.'

const request = (more: Partial<SynthesisRequest> = {}): SynthesisRequest => ({
  text: short,
  language: 'en',
  ...more,
})

async function chunksOf(engine: TextToSpeech, wanted: SynthesisRequest): Promise<Int16Array[]> {
  const chunks: Int16Array[] = []
  for await (const chunk of engine.synthesize(wanted)) chunks.push(chunk)
  return chunks
}

/** In seconds, with the silence around it. */
async function lengthOf(engine: TextToSpeech, more: Partial<SynthesisRequest>): Promise<number> {
  const { sampleRate } = engine.synthesize(request(more))
  return joinPcm(await chunksOf(engine, request(more))).length / sampleRate
}

/** Of the voice, in Hz: the median of what repeats most in each loud stretch of 40 ms. */
async function pitchOf(engine: TextToSpeech, more: Partial<SynthesisRequest>): Promise<number> {
  const audio = joinPcm(await chunksOf(engine, request(more)))
  const frame = 640
  const found: number[] = []
  for (let at = 0; at + 2 * frame < audio.length; at += frame) {
    const period = periodAt(audio, at, frame)
    if (period !== undefined) found.push(16_000 / period)
  }
  const sorted = found.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** In samples, between 400 and 60 Hz; undefined where nothing is voiced. */
function periodAt(audio: Int16Array, at: number, frame: number): number | undefined {
  const similarity = (lag: number) => {
    let both = 0
    let one = 0
    let other = 0
    for (let index = at; index < at + frame; index += 2) {
      const [a = 0, b = 0] = [audio[index], audio[index + lag]]
      both += a * b
      one += a * a
      other += b * b
    }
    return one < frame * 250_000 ? 0 : both / Math.sqrt(one * other + 1)
  }
  let best: number | undefined
  let most = 0.7
  for (let lag = 40; lag <= 266; lag += 1) {
    const alike = similarity(lag)
    // The longer of two alike is most often twice the period.
    if (alike > most + 0.03) {
      best = lag
      most = alike
    }
  }
  return best
}

const loudest = (audio: Int16Array) =>
  audio.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

function near(value: number, wanted: number, share: number, what: string): void {
  assert.ok(Math.abs(value - wanted) <= wanted * share, `${what}: ${value} instead of ${wanted}`)
}

/** What every implementation of the port must do. Run by each one's own test. */
export const voiceConformance: readonly {
  readonly title: string
  readonly check: (engine: TextToSpeech) => Promise<void>
}[] = [
  {
    title: 'text becomes audible speech, more text more of it',
    async check(engine) {
      const few = joinPcm(await chunksOf(engine, request()))
      const many = joinPcm(await chunksOf(engine, request({ text: long })))
      assert.ok(loudest(few) > 1_000, 'it can be heard')
      assert.ok(few.length > 16_000 * 0.3 && few.length < 16_000 * 5)
      assert.ok(many.length > few.length * 4, `${many.length} of ${few.length}`)
    },
  },
  {
    title: 'audio comes in pieces, the first of them before the last words are said',
    async check(engine) {
      const chunks = await chunksOf(engine, request({ text: long }))
      assert.ok(chunks.length > 5)
      for (const chunk of chunks) assert.ok(chunk.length <= 16_000, 'no piece is a second long')
    },
  },
  {
    title: 'the rate asked for is the rate given, and the length stays',
    async check(engine) {
      const usual = await lengthOf(engine, {})
      assert.equal(engine.synthesize(request()).sampleRate, 16_000)
      for (const sampleRate of [8_000, 24_000] as const) {
        assert.equal(engine.synthesize(request({ sampleRate })).sampleRate, sampleRate)
        near(await lengthOf(engine, { sampleRate }), usual, 0.05, `seconds at ${sampleRate} Hz`)
      }
    },
  },
  {
    title: 'twice the speed takes about half of the time, half of it twice',
    async check(engine) {
      const usual = await lengthOf(engine, { text: long })
      near(await lengthOf(engine, { text: long, speed: 2 }), usual / 2, 0.3, 'fast')
      near(await lengthOf(engine, { text: long, speed: 0.5 }), usual * 2, 0.3, 'slow')
    },
  },
  {
    title: 'another pitch is higher or lower and takes as long',
    async check(engine) {
      const usual = await lengthOf(engine, { text: long })
      const usualPitch = await pitchOf(engine, { text: long })
      near(await lengthOf(engine, { text: long, pitch: 1.3 }), usual, 0.25, 'high')
      near(await lengthOf(engine, { text: long, pitch: 0.8 }), usual, 0.25, 'low')
      const highPitch = await pitchOf(engine, { text: long, pitch: 1.3 })
      const lowPitch = await pitchOf(engine, { text: long, pitch: 0.8 })
      assert.ok(highPitch > usualPitch * 1.15, `${highPitch} Hz above ${usualPitch}`)
      assert.ok(lowPitch < usualPitch * 0.9, `${lowPitch} Hz below ${usualPitch}`)
    },
  },
  {
    title: 'nothing to say is no audio, and marks alone are no error',
    async check(engine) {
      assert.deepEqual(await chunksOf(engine, request({ text: ' \n ' })), [])
      await chunksOf(engine, request({ text: '… —' }))
    },
  },
  {
    title: 'a signal ends it with its reason, before it begins, and at once while it goes on',
    async check(engine) {
      const early = AbortSignal.abort(new Error('changed my mind'))
      await assert.rejects(chunksOf(engine, request({ signal: early })), {
        message: 'changed my mind',
      })
      const stop = new AbortController()
      let abortedAt = Infinity
      let heardAfter = 0
      const running = (async () => {
        for await (const _ of engine.synthesize(request({ text: long, signal: stop.signal }))) {
          if (stop.signal.aborted) heardAfter += 1
          abortedAt = Math.min(abortedAt, performance.now())
          stop.abort(new Error('enough'))
        }
      })()
      await assert.rejects(running, { message: 'enough' })
      assert.equal(heardAfter, 0)
      assert.ok(performance.now() - abortedAt < 500, 'it ended within half a second')
    },
  },
  {
    title: 'waiting for the first sound can be given up at once',
    async check(engine) {
      const stop = new AbortController()
      const text = `${long} ${Math.random()}`
      const running = chunksOf(engine, request({ text, signal: stop.signal }))
      const at = performance.now()
      stop.abort(new Error('too slow'))
      await assert.rejects(running, { message: 'too slow' })
      assert.ok(performance.now() - at < 20, 'it ended within 20 ms')
    },
  },
  {
    title: 'whoever leaves early disturbs nobody who comes later',
    async check(engine) {
      for await (const _ of engine.synthesize(request({ text: long }))) break
      assert.ok(joinPcm(await chunksOf(engine, request())).length > 0)
    },
  },
  {
    title: 'two who speak at the same time both say all of it',
    async check(engine) {
      const alone = await lengthOf(engine, { text: long })
      const both = await Promise.all([
        lengthOf(engine, { text: long }),
        lengthOf(engine, { text: long }),
        lengthOf(engine, { text: short }),
      ])
      near(both[0], alone, 0.02, 'the first')
      near(both[1], alone, 0.02, 'the second')
    },
  },
  {
    title: 'its voices have ids of their own, and one that is unknown is stood in for',
    async check(engine) {
      const voices = engine.voices()
      assert.ok(voices.length > 0)
      assert.equal(new Set(voices.map(({ id }) => id)).size, voices.length)
      for (const { languages } of voices) assert.ok(languages.length > 0)
      assert.ok((await lengthOf(engine, { voice: 'nobody' })) > 0.3)
      const last = voices.at(-1)
      assert.ok((await lengthOf(engine, { voice: last?.id })) > 0.3)
    },
  },
  {
    title: 'what was said once is said again alike',
    async check(engine) {
      const text = `Once more: ${long}`
      const first = joinPcm(await chunksOf(engine, request({ text })))
      assert.deepEqual(joinPcm(await chunksOf(engine, request({ text }))), first)
    },
  },
]
