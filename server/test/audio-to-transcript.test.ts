import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../src/platform/log.ts'
import { openEmbedded } from '../src/providers/stt/embedded.ts'
import { cleanClips, phoneClips, twoSpeakers, wordErrors } from './audio/clips.ts'
import { upload } from './recordings.ts'
import { testModels } from './speech.ts'
import { startTestApp } from './test-app.ts'

const fetchTimeoutMs = 300_000
const stt = openEmbedded({ models: testModels, log: silentLog })
afterAll(() => stt.close())
beforeAll(async () => {
  for (const name of ['silero-vad', 'moonshine-tiny', 'whisper-base']) await testModels.get(name)
}, fetchTimeoutMs)

/** What the two channels of the file hold. */
const [left, right] = [phoneClips, cleanClips].map((clips, channel) => {
  const name = ['vm-nobodyavail', 'clean-0880'][channel] ?? ''
  return clips.find(({ file }) => file.includes(name))?.text ?? ''
})
/** Of the ten or so that each says. */
const allowedErrors = 1

test('an uploaded WAV is heard on this machine, and its words are had as segments, text and subtitles', async () => {
  await using app = await startTestApp({ stt })
  const sent = await upload(app, await readFile(twoSpeakers), { name: 'two-speakers.wav' })
  expect(sent.status).toBe(201)
  const { id } = sent.body.data
  await app.drain()
  expect(await app.client.recordings.get(id)).toMatchObject({
    status: 'completed',
    channels: 2,
    sample_rate: 8_000,
    language: 'en',
    transcript_ready: true,
  })

  const transcript = await app.client.transcripts.get(id, {})
  expect(transcript).toMatchObject({ source: 'speech', language: 'en', has_speakers: true })
  expect(transcript.speakers.map(({ kind }) => kind)).toEqual(['rep', 'customer'])
  const saidBy = (speaker: number) =>
    transcript.segments
      .filter((segment) => segment.speaker === speaker)
      .map(({ text }) => text)
      .join(' ')
  const errorsIn = (heard: string, said = '') => wordErrors(heard, said).errors
  expect(errorsIn(saidBy(1), left)).toBeLessThanOrEqual(allowedErrors)
  expect(errorsIn(saidBy(2), right)).toBeLessThanOrEqual(allowedErrors)

  const file = async (format: string) => {
    const path = `/functions/v1/api-v1-transcripts/${id}?format=${format}`
    return String((await app.call('GET', path)).body)
  }
  const both = `${left} ${right}`
  const withoutNames = (text: string) =>
    text.replaceAll(/^(?:<v [^>]*>|[^:\n]*: )/gm, '').replaceAll(/^WEBVTT$|^\d+$|^.*-->.*$/gm, '')
  const [text, srt, vtt] = [await file('text'), await file('srt'), await file('vtt')]
  for (const words of [text, srt, vtt].map(withoutNames)) {
    expect(errorsIn(words, both), words).toBeLessThanOrEqual(2 * allowedErrors)
  }
  const times = transcript.segments.map(({ start_ms }) => `00:00:0${(start_ms / 1_000).toFixed(3)}`)
  expect(srt.match(/^[\d:,]+(?= -->)/gm)).toEqual(times.map((time) => time.replace('.', ',')))
  expect(vtt.match(/^[\d:.]+(?= -->)/gm)).toEqual(times)
})
