import { createReadStream } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import decode from 'audio-decode'
import type { AudioKind } from './kind.ts'
import { AudioError, type AudioProblem } from './problem.ts'
import { openResampler, type Resampler } from './resample.ts'
import { type PcmBlock, pcmRate } from './source.ts'
import { type PcmChunk, readWav } from './wav.ts'

// A thread of its own: decoders written in JavaScript and WebAssembly would hold up every request,
// and a damaged file may send one into a loop that only the thread's end stops.

export type FromLibrary =
  | { readonly type: 'opened'; readonly channels: number; readonly sampleRate: number }
  | { readonly type: 'block'; readonly block: PcmBlock }
  | { readonly type: 'end'; readonly isDamaged: boolean }
  | { readonly type: 'failed'; readonly problem: AudioProblem; readonly message: string }

export type LibraryTask = { readonly file: string; readonly kind: AudioKind }

const { file, kind } = workerData as LibraryTask
const readBytes = 131_072
/** Blocks shorter than a second cost more to hand over than to decode. */
const blockSamples = pcmRate

let allow: (() => void) | undefined
/** One block at a time: the reader says when it wants the next. */
let permits = 0
parentPort?.on('message', () => {
  permits++
  allow?.()
})

async function permit(): Promise<void> {
  while (permits === 0) {
    await new Promise<void>((resolve) => {
      allow = resolve
    })
  }
  permits--
}

const say = (message: FromLibrary) => parentPort?.postMessage(message)

async function run(): Promise<void> {
  let resamplers: Resampler[] = []
  let pending: Float32Array[][] = []
  let length = 0
  let channels = 0
  let isDamaged = false

  async function hand(parts: readonly Float32Array[]): Promise<void> {
    for (const [channel, part] of parts.entries()) (pending[channel] ??= []).push(part)
    length += parts[0]?.length ?? 0
    if (length >= blockSamples) await flush()
  }
  async function flush(): Promise<void> {
    if (length === 0) return
    const block = pending.map(join)
    pending = []
    length = 0
    await permit()
    say({ type: 'block', block })
  }

  try {
    for await (const { channelData, sampleRate } of chunksOf()) {
      if (channels === 0) {
        channels = channelData.length
        await permit()
        say({ type: 'opened', channels, sampleRate })
        const width = channels === 2 ? 2 : 1
        resamplers = Array.from({ length: width }, () => openResampler(sampleRate, pcmRate))
      }
      // Some decoders collapse equal channels for a while: what is missing is the same as the first.
      const parts = channels > 2 ? [mix(channelData)] : channelData
      await hand(
        resamplers.map((one, index) => one.push(parts[index] ?? parts[0] ?? new Float32Array(0))),
      )
    }
  } catch (error) {
    if (channels === 0) return fail(error)
    isDamaged = true
  }
  if (channels === 0) return fail(new AudioError('corrupt', 'No audio could be decoded.'))
  await hand(resamplers.map((resampler) => resampler.end()))
  await flush()
  await permit()
  say({ type: 'end', isDamaged })
}

function fail(error: unknown): void {
  if (error instanceof AudioError) {
    const { problem, message } = error
    return say({ type: 'failed', problem, message })
  }
  const reason = error instanceof Error ? error.message : String(error)
  if (/no audio|track/i.test(reason)) {
    return say({ type: 'failed', problem: 'no_audio', message: 'The file has no audio track.' })
  }
  if (/unsupported|not supported|no decoder/i.test(reason)) {
    const message = 'This encoding needs ffmpeg, which is not installed.'
    return say({ type: 'failed', problem: 'unsupported', message })
  }
  const message = 'The file is damaged: no audio could be decoded.'
  say({ type: 'failed', problem: 'corrupt', message })
}

async function* chunksOf(): AsyncGenerator<PcmChunk> {
  const source = createReadStream(file, { highWaterMark: readBytes })
  if (kind === 'wav') yield* readWav(source)
  else yield* decode(source, await decoderFor())
}

async function decoderFor(): Promise<Parameters<typeof decode>[1]> {
  const names: Partial<Record<AudioKind, Parameters<typeof decode>[1]>> = {
    mp3: 'mp3',
    mp4: 'm4a',
    webm: 'webm',
    flac: 'flac',
    amr: 'amr',
    aac: 'aac',
    aiff: 'aiff',
    caf: 'caf',
    asf: 'wma',
  }
  if (kind === 'ogg') return (await isOpus()) ? 'opus' : 'oga'
  const name = names[kind]
  if (name) return name
  throw new AudioError('unsupported', `Files of kind ${kind} need ffmpeg, which is not installed.`)
}

/** The first packet of an Ogg stream names its codec. */
async function isOpus(): Promise<boolean> {
  for await (const piece of createReadStream(file, { end: 255 })) {
    if ((piece as Buffer).includes('fLaC') || (piece as Buffer).includes('Speex')) {
      throw new AudioError('unsupported', 'This Ogg file needs ffmpeg, which is not installed.')
    }
    return (piece as Buffer).includes('OpusHead')
  }
  return false
}

function mix(channelData: readonly Float32Array[]): Float32Array {
  const mixed = new Float32Array(channelData[0]?.length ?? 0)
  for (const channel of channelData) {
    for (let index = 0; index < mixed.length; index++) {
      mixed[index] = (mixed[index] ?? 0) + (channel[index] ?? 0) / channelData.length
    }
  }
  return mixed
}

function join(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

void run()
