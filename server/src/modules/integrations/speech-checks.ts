import { fileURLToPath } from 'node:url'
import { decodeAudio } from '../../providers/audio/index.ts'
import { collectTranscript } from '../../providers/stt/index.ts'
import { defaultSampleRate } from '../../providers/tts/index.ts'
import { type Check, CheckFailure, notConfigured } from './check.ts'

/**
 * Three seconds of Sense and Sensibility, read for LibriVox (public domain), as telephones carry it:
 * A-law at 8 kHz.
 */
const sample = fileURLToPath(new URL('spoken-sample.wav', import.meta.url))
const sampleWords = ['he', 'was', 'not', 'an', 'ill', 'disposed', 'young', 'man']
/** Engines differ in small words. */
const leastShare = 0.5

/** Has a sentence heard that is known. */
export const checkSpeechToText: Check = async ({ context: { stt } }, signal) => {
  if (!stt) throw notConfigured('STT_BASE_URL, or EMBEDDED_SPEECH=on')
  const audio = decodeAudio(sample, { signal })
  const { segments, model } = await collectTranscript(
    stt.transcribe({ audio, language: 'en', signal }),
  )
  const text = segments.map((segment) => segment.text.trim()).join(' ')
  const words = new Set(text.toLowerCase().match(/[a-z]+/g))
  const share = sampleWords.filter((word) => words.has(word)).length / sampleWords.length
  const engine = model ?? stt.name
  if (share >= leastShare) return `${engine} heard: “${text}”.`
  throw new CheckFailure(
    'wrong_answer',
    `A voice says “${sampleWords.join(' ')}”; ${engine} heard ${text ? `“${text}”` : 'nothing'}.`,
  )
}

/** Softer is silence. */
const leastAmplitude = 200

/** Has a word said, and looks whether anything sounds. */
export const checkTextToSpeech: Check = async ({ context: { tts } }, signal) => {
  if (!tts) throw notConfigured('TTS_BASE_URL, or EMBEDDED_SPEECH=on')
  let samples = 0
  let loudest = 0
  for await (const chunk of tts.synthesize({ text: 'Hello.', language: 'en', signal })) {
    samples += chunk.length
    for (const value of chunk) loudest = Math.max(loudest, Math.abs(value))
  }
  const seconds = (samples / defaultSampleRate).toFixed(1)
  const voice = tts
    .voices()
    .find(({ languages }) => languages.includes('en') || languages[0] === '*')
  if (loudest >= leastAmplitude) {
    return `${voice?.name ?? tts.name} said “Hello.” in ${seconds} seconds of sound.`
  }
  throw new CheckFailure('wrong_answer', `${seconds} seconds came, and nothing sounds in them.`)
}
