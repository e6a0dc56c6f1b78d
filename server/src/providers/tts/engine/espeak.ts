import { pathToFileURL } from 'node:url'
import { type Speaker, toFloat } from './speaker.ts'

/** eSpeak NG compiled to JavaScript, as far as it is used here. */
type Worker = {
  get_samplerate(): number
  set_rate(wordsPerMinute: number): void
  set_voice(name: string): number
  /** Told of each piece; answering true would stop it. */
  synthesize(text: string, onAudio: (samples: Int16Array) => boolean | undefined): void
  synthesize_ipa(text: string): { readonly code: number; readonly ipa: string }
}
type Module = { readonly eSpeakNGWorker: new () => Worker }

export type Espeak = Speaker & {
  /** How a text sounds, in the International Phonetic Alphabet. */
  readonly toIpa: (text: string, voice: string) => string
}

/** Languages that it calls otherwise than ISO 639-1. */
const otherNames: Readonly<Record<string, string>> = { zh: 'cmn', no: 'nb', en: 'en-us' }
/** Its own pace, in words a minute, and what it can do. */
const rate = { own: 175, least: 80, most: 450 }

/** Speaks about a hundred languages, plainly, and tells how words sound. */
export async function openEspeak(program: string): Promise<Espeak> {
  const { default: load } = (await import(pathToFileURL(program).href)) as {
    default: () => Promise<Module>
  }
  const { eSpeakNGWorker: Worker } = await load()
  const worker = new Worker()
  const sampleRate = worker.get_samplerate()
  const setVoice = (voice: string) => {
    if (worker.set_voice(voice) !== 0) throw new Error(`eSpeak has no voice ${voice}.`)
  }
  /** A language it does not know is read as if it were English. */
  const chooseVoice = (language: string, variant: string) => {
    const name = otherNames[language] ?? language
    if (worker.set_voice(`${name}+${variant}`) !== 0) setVoice(`en+${variant}`)
  }

  return {
    async speak({ text, language, voice, speed }) {
      chooseVoice(language, voice)
      worker.set_rate(Math.round(Math.min(rate.most, Math.max(rate.least, rate.own * speed))))
      const pieces: Float32Array[] = []
      worker.synthesize(text, (samples) => {
        pieces.push(toFloat(samples))
        return undefined
      })
      return { audio: join(pieces), sampleRate }
    },
    toIpa(text, voice) {
      setVoice(voice)
      return worker.synthesize_ipa(text).ipa
    },
  }
}

function join(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
