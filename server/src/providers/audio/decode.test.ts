import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { audioFile, twoSpeakers } from '../../../test/audio/clips.ts'
import { decodeAudio, readAudioFacts } from './decode.ts'
import { AudioError } from './problem.ts'

const decoders = ['ffmpeg', 'library'] as const

async function allOf(audio: AsyncIterable<Float32Array>): Promise<Float32Array> {
  const parts: number[] = []
  for await (const chunk of audio) parts.push(...chunk)
  return Float32Array.from(parts)
}

async function write(content: Buffer) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-audio-'))
  const file = join(folder, '-i recording: 1.mp3')
  await writeFile(file, content)
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

const kinds: readonly [name: string, kind: string, sampleRate: number][] = [
  ['kind.m4a', 'mp4', 16_000],
  ['kind.mp3', 'mp3', 16_000],
  ['kind.ogg', 'ogg', 16_000],
  ['kind-opus.ogg', 'ogg', 48_000],
  ['kind.webm', 'webm', 48_000],
  ['kind-alaw.wav', 'wav', 8_000],
  ['kind-video.mp4', 'mp4', 16_000],
  ['clean-0880.flac', 'flac', 16_000],
]
for (const decoder of decoders) {
  test.for(kinds)(`by ${decoder}: %s`, async ([name, kind, sampleRate]) => {
    const facts = await readAudioFacts(audioFile(name), { decoder })
    expect(facts).toMatchObject({ kind, sampleRate, channels: 1, isDamaged: false })
    // The same reading of three seconds in every one.
    expect(Math.abs(facts.durationMs - 2_990)).toBeLessThan(100)
    expect(Math.abs(facts.loudnessDbfs - -25.5)).toBeLessThan(4)
    expect(facts.waveform.msPerPeak).toBe(10)
    expect(facts.waveform.channels[0]?.length).toBeGreaterThan(280)
  })

  test(`by ${decoder}: the channels of a stereo file stay apart`, async () => {
    const facts = await readAudioFacts(twoSpeakers, { decoder })
    expect(facts).toMatchObject({ channels: 2, decodedChannels: 2, areChannelsAlike: false })
    expect(facts.waveform.channels).toHaveLength(2)
    const [left, right] = await Promise.all([
      allOf(decodeAudio(twoSpeakers, { decoder, channel: 0 })),
      allOf(decodeAudio(twoSpeakers, { decoder, channel: 1 })),
    ])
    const energy = (audio: Float32Array) => audio.reduce((sum, sample) => sum + sample ** 2, 0)
    const firstSecond = (audio: Float32Array) => energy(audio.subarray(8_000, 24_000))
    expect(firstSecond(left)).toBeGreaterThan(100 * firstSecond(right))
    expect(left).toHaveLength(right.length)
  })

  test(`by ${decoder}: decoding from the middle gives the same samples`, async () => {
    const file = audioFile('kind.mp3')
    const whole = await allOf(decodeAudio(file, { decoder }))
    const rest = await allOf(decodeAudio(file, { decoder, startMs: 1_234 }))
    expect(rest).toEqual(whole.slice(1_234 * 16))
    expect(await allOf(decodeAudio(file, { decoder, startMs: 60_000 }))).toHaveLength(0)
  })

  test(`by ${decoder}: AMR, as phones record it`, async () => {
    // Frames of 20 ms at 4.75 kbit/s: a byte that says so, and 95 bits.
    const frame = Buffer.concat([Buffer.from([0x04]), Buffer.alloc(12)])
    const frames = Array.from({ length: 100 }, () => frame)
    await using amr = await write(Buffer.concat([Buffer.from('#!AMR\n'), ...frames]))
    const facts = await readAudioFacts(amr.file, { decoder })
    expect(facts).toMatchObject({ kind: 'amr', sampleRate: 8_000, channels: 1 })
    expect(Math.abs(facts.durationMs - 2_000)).toBeLessThan(50)
  })

  test(`by ${decoder}: half a file is heard as far as it goes`, async () => {
    const content = await readFile(audioFile('clean-0870.flac'))
    await using half = await write(content.subarray(0, content.length / 2))
    const facts = await readAudioFacts(half.file, { decoder })
    expect(facts.kind).toBe('flac')
    expect(facts.durationMs).toBeGreaterThan(2_500)
    expect(facts.durationMs).toBeLessThan(4_500)
  })

  test(`by ${decoder}: files that give no audio say why`, async () => {
    const mp3 = await readFile(audioFile('kind.mp3'))
    const m4a = await readFile(audioFile('kind.m4a'))
    const garbage = Buffer.alloc(20_000, 'garbage')
    const cases: readonly [content: Buffer, problem: string][] = [
      [Buffer.alloc(0), 'empty'],
      [Buffer.from('hello'), 'unsupported'],
      [Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), 'unsupported'],
      [await readFile(audioFile('no-audio.mp4')), 'no_audio'],
      [Buffer.concat([m4a.subarray(0, 24), garbage]), 'corrupt'],
      [Buffer.concat([Buffer.from('fLaC'), garbage]), 'corrupt'],
      [Buffer.concat([Buffer.from('OggS'), garbage]), 'corrupt'],
      [Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'), garbage]), 'corrupt'],
      [Buffer.concat([Buffer.from('1a45dfa3', 'hex'), garbage]), 'corrupt'],
      [Buffer.from(m4a.toString('latin1').replaceAll('mp4a', 'enca'), 'latin1'), 'encrypted'],
    ]
    for (const [content, problem] of cases) {
      await using one = await write(content)
      const error: unknown = await readAudioFacts(one.file, { decoder }).catch(
        (thrown: unknown) => thrown,
      )
      expect(error, `${problem}: ${String(error)}`).toBeInstanceOf(AudioError)
      expect(error).toMatchObject({ problem })
    }
    await using good = await write(mp3)
    await expect(readAudioFacts(good.file, { decoder, longestMs: 1_000 })).rejects.toMatchObject({
      problem: 'too_long',
    })
    expect(await readAudioFacts(good.file, { decoder })).toMatchObject({ kind: 'mp3' })
  })

  test(`by ${decoder}: a signal ends it with its reason`, async () => {
    const stop = new AbortController()
    const audio = decodeAudio(audioFile('clean-0870.flac'), { decoder, signal: stop.signal })
    await audio.next()
    stop.abort(new Error('enough'))
    await expect(allOf(audio)).rejects.toThrow('enough')
    const early = decodeAudio(twoSpeakers, { decoder, signal: AbortSignal.abort(new Error('no')) })
    await expect(allOf(early)).rejects.toThrow('no')
  })
}

test('a long recording gets as many peaks as a short one, each for a longer time', async () => {
  const hour = Buffer.alloc(3_600 * 8_000, 0xd5)
  // A single loud moment must not get lost.
  hour[1_800 * 8_000] = 0xaa
  const short = await readFile(audioFile('kind-alaw.wav'))
  const dataAt = short.indexOf('data')
  await using long = await write(
    Buffer.concat([short.subarray(0, dataAt + 4), Buffer.from('ffffffff', 'hex'), hour]),
  )
  const facts = await readAudioFacts(long.file, { decoder: 'library' })
  expect(facts.durationMs).toBe(3_600_000)
  const peaks = facts.waveform.channels[0] ?? []
  expect(peaks.length).toBeGreaterThan(1_000)
  expect(peaks.length).toBeLessThanOrEqual(2_000)
  expect(facts.waveform.msPerPeak * peaks.length).toBeGreaterThanOrEqual(3_600_000)
  expect(peaks.indexOf(Math.max(...peaks))).toBe(Math.floor(1_800_000 / facts.waveform.msPerPeak))
})
