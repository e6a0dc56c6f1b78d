import assert from 'node:assert/strict'
import {
  collectTranscript,
  type SpeechToText,
  sampleRate,
  type TranscriptionRequest,
  type TranscriptPart,
} from './port.ts'

/** What the suite plays to an engine: 16 kHz in memory. */
type SpokenExamples = {
  /** English sentences with pauses of a second between them, about ten seconds in all. */
  readonly speech: Float32Array
  /** What is said in it, in lower case without marks. */
  readonly text: string
  /** How many of its words an engine may get wrong. */
  readonly allowedErrors: number
  readonly countErrors: (heard: string, said: string) => number
}

type Check = (engine: SpeechToText, examples: SpokenExamples) => Promise<void>

const msOf = (audio: Float32Array) => (audio.length / sampleRate) * 1_000
const chunkSamples = sampleRate / 4

async function* play(audio: Float32Array, startMs = 0): AsyncGenerator<Float32Array> {
  const start = Math.round((startMs / 1_000) * sampleRate)
  for (let at = start; at < audio.length; at += chunkSamples) {
    yield audio.subarray(at, at + chunkSamples)
  }
}

function request(audio: Float32Array, more: Partial<TranscriptionRequest> = {}) {
  return { audio: play(audio, more.startMs), durationMs: msOf(audio), language: 'en', ...more }
}

async function allParts(parts: AsyncIterable<TranscriptPart>): Promise<TranscriptPart[]> {
  const all: TranscriptPart[] = []
  for await (const part of parts) all.push(part)
  return all
}

const textOf = (parts: readonly TranscriptPart[]) =>
  parts.flatMap(({ segments }) => segments.map(({ text }) => text)).join(' ')

const make = (seconds: number, sampleAt: (index: number) => number) =>
  Float32Array.from({ length: seconds * sampleRate }, (_, index) => sampleAt(index))
const tone = (hertz: number) => (index: number) =>
  0.3 * Math.sin((2 * Math.PI * hertz * index) / sampleRate)

/** Noise that is the same in every run: a linear congruential generator. */
function makeNoise(seconds: number): Float32Array {
  let state = 12_345
  return make(seconds, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return (state / 2 ** 31 - 0.5) * 0.2
  })
}

/** What every implementation of the port must do. Run by each one's own test. */
export const speechConformance: readonly { readonly title: string; readonly check: Check }[] = [
  {
    title: 'speech becomes text in segments and words that follow each other within the recording',
    async check(engine, { speech, text, allowedErrors, countErrors }) {
      const parts = await allParts(engine.transcribe(request(speech)))
      const heard = textOf(parts)
      const errors = countErrors(heard, text)
      assert.ok(errors <= allowedErrors, `${errors} wrong words in "${heard}"`)
      let before = 0
      for (const { startMs, endMs, text: said, words, confidence } of parts.flatMap(
        ({ segments }) => segments,
      )) {
        assert.ok(startMs >= before && endMs > startMs && endMs <= msOf(speech) + 100)
        assert.ok(confidence === undefined || (confidence > 0 && confidence <= 1))
        before = endMs
        const spoken = words.map((word) => word.text).join(' ')
        assert.equal(spoken.replaceAll(/\s+/g, ' '), said.replaceAll(/\s+/g, ' '))
        for (const word of words)
          assert.ok(word.startMs >= startMs - 50 && word.endMs <= endMs + 50)
      }
      assert.equal(parts.at(-1)?.language, 'en')
    },
  },
  {
    title: 'the position and the progress rise, and only the last part says that all is done',
    async check(engine, { speech }) {
      const parts = await allParts(engine.transcribe(request(speech)))
      assert.ok(parts.length > 1)
      for (const [index, part] of parts.entries()) {
        const before = parts[index - 1]
        assert.ok(part.doneMs >= (before?.doneMs ?? 0))
        assert.ok((part.progress ?? -1) >= (before?.progress ?? 0))
        assert.equal(part.progress === 1, index === parts.length - 1)
        for (const { endMs } of part.segments) assert.ok(endMs <= part.doneMs + 1)
      }
      assert.ok(Math.abs((parts.at(-1)?.doneMs ?? 0) - msOf(speech)) < 50)
    },
  },
  {
    title: 'silence, tones, noise and nothing at all give a transcript without segments',
    async check(engine) {
      const quiet = [new Float32Array(0), new Float32Array(5 * sampleRate)]
      const loud = [make(4, tone(440)), makeNoise(4)]
      for (const audio of [...quiet, ...loud]) {
        const { segments } = await collectTranscript(engine.transcribe(request(audio)))
        assert.deepEqual(segments, [])
      }
    },
  },
  {
    title: 'what was stopped goes on where it was, with nothing twice and nothing missing',
    async check(engine, { speech, text, allowedErrors, countErrors }) {
      const parts: TranscriptPart[] = []
      for await (const part of engine.transcribe(request(speech))) {
        parts.push(part)
        if (part.segments.length > 0) break
      }
      const startMs = parts.at(-1)?.doneMs ?? 0
      assert.ok(startMs > 0 && startMs < msOf(speech))
      const rest = await allParts(engine.transcribe(request(speech, { startMs })))
      for (const segment of rest.flatMap(({ segments }) => segments)) {
        assert.ok(segment.startMs >= startMs)
      }
      assert.ok(countErrors(textOf([...parts, ...rest]), text) <= allowedErrors + 1)
    },
  },
  {
    title: 'a signal ends it with its reason, before and in the middle',
    async check(engine, { speech }) {
      const early = AbortSignal.abort(new Error('changed my mind'))
      await assert.rejects(allParts(engine.transcribe(request(speech, { signal: early }))), {
        message: 'changed my mind',
      })
      const stop = new AbortController()
      const running = engine.transcribe(request(speech, { signal: stop.signal }))
      await assert.rejects(
        async () => {
          for await (const _ of running) stop.abort(new Error('enough'))
        },
        { message: 'enough' },
      )
    },
  },
  {
    title: 'an error of the audio is passed on as it is',
    async check(engine, { speech }) {
      async function* broken(): AsyncGenerator<Float32Array> {
        yield speech.subarray(0, sampleRate)
        throw new Error('the disk is gone')
      }
      await assert.rejects(allParts(engine.transcribe({ audio: broken(), language: 'en' })), {
        message: 'the disk is gone',
      })
    },
  },
  {
    title: 'two recordings at the same time both become text',
    async check(engine, { speech, text, allowedErrors, countErrors }) {
      const both = await Promise.all([
        allParts(engine.transcribe(request(speech))),
        allParts(engine.transcribe(request(speech))),
      ])
      for (const parts of both) assert.ok(countErrors(textOf(parts), text) <= allowedErrors)
    },
  },
]
