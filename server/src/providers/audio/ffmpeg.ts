import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { AudioKind } from './kind.ts'
import { AudioError } from './problem.ts'
import {
  type OpenSource,
  type PcmBlock,
  pcmRate,
  type StreamFacts,
  stallLimitMs,
} from './source.ts'

/** Named to ffmpeg, so that it opens nothing that the bytes did not show: no playlists, no scripts. */
const demuxers: Readonly<Record<AudioKind, string>> = {
  wav: 'wav',
  mp3: 'mp3',
  mp4: 'mov',
  ogg: 'ogg',
  webm: 'matroska',
  flac: 'flac',
  amr: 'amr',
  aac: 'aac',
  aiff: 'aiff',
  caf: 'caf',
  asf: 'asf',
  avi: 'avi',
  'mpeg-ts': 'mpegts',
  'mpeg-ps': 'mpeg',
}
const complaintsKept = 4_000

/** Whether this machine has ffmpeg. Asked once. */
export const hasFfmpeg = (() => {
  let answer: Promise<boolean> | undefined
  return (): Promise<boolean> => {
    answer ??= new Promise((settle) => {
      const child = spawn('ffmpeg', ['-version'], { stdio: 'ignore' })
      child.once('error', () => settle(false))
      child.once('exit', (code) => settle(code === 0))
    })
    return answer
  }
})()

export const openByFfmpeg: OpenSource = async (file, kind, signal) => {
  // "file:" and an absolute path: a name with a colon or a leading dash is a name.
  const input = ['-protocol_whitelist', 'file,pipe', '-f', demuxers[kind], '-i']
  const facts = await probe([...input, `file:${resolve(file)}`], signal)
  const width = facts.channels === 2 ? 2 : 1
  const output = ['-map', '0:a:0', '-vn', '-sn', '-dn', '-ac', String(width)]
  output.push('-ar', String(pcmRate), '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1')
  return {
    ...facts,
    async *read() {
      const child = start(['-loglevel', 'error', ...input, `file:${resolve(file)}`, ...output])
      const complaints = collect(child)
      const ended = once(child, 'close')
      ended.catch(() => {})
      let hasAudio = false
      try {
        for await (const block of readBlocks(child, width, signal)) {
          hasAudio = true
          yield block
        }
        await ended
      } finally {
        child.kill('SIGKILL')
      }
      const said = complaints()
      if (!hasAudio) throw refusal(said)
      return { isDamaged: child.exitCode !== 0 || said !== '' }
    },
  }
}

function start(parameters: readonly string[]): ChildProcess {
  const common = ['-hide_banner', '-nostdin', '-nostats', '-threads', '1']
  return spawn('ffmpeg', [...common, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** What it wrote to its error output: the last part of it. */
function collect(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', (piece: Buffer) => {
    text = (text + piece.toString()).slice(-complaintsKept)
  })
  return () => text.trim()
}

/** ffmpeg without an output lists the streams and fails; its sister ffprobe need not be there. */
async function probe(input: readonly string[], signal: AbortSignal | undefined) {
  const child = start(input)
  const said = collect(child)
  const timer = setTimeout(() => child.kill('SIGKILL'), stallLimitMs)
  const stop = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', stop)
  try {
    await once(child, 'close')
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
  signal?.throwIfAborted()
  if (child.signalCode) throw new AudioError('corrupt', 'The file could not be read in time.')
  const facts = readStreamFacts(said())
  if (facts) return facts
  if (/Stream #/.test(said())) {
    throw new AudioError('no_audio', 'The file has no audio track.')
  }
  throw refusal(said())
}

/** Of a line like `Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134), 44100 Hz, stereo, fltp`. */
export function readStreamFacts(text: string): StreamFacts | undefined {
  const line = /Stream #\S*: Audio: (.*)/.exec(text)?.[1]
  if (line === undefined) return undefined
  const codec = /^\w+/.exec(line)?.[0]
  const rate = /, (\d+) Hz/.exec(line)?.[1]
  return {
    codec: codec === 'none' ? undefined : codec,
    sampleRate: rate === undefined ? undefined : Number(rate),
    channels: countChannels(/ Hz, ([^,]+)/.exec(line)?.[1] ?? 'mono'),
  }
}

function countChannels(layout: string): number {
  if (layout.startsWith('mono')) return 1
  if (/^(stereo|downmix|binaural)/.test(layout)) return 2
  if (layout.startsWith('quad')) return 4
  const count = /^(\d+) channels/.exec(layout)?.[1]
  if (count) return Number(count)
  const surround = /^(\d+)\.(\d+)/.exec(layout)
  return surround ? Number(surround[1]) + Number(surround[2]) : 3
}

function refusal(said: string): AudioError {
  if (/encrypt|decryption|DRM|protected/i.test(said)) {
    return new AudioError('encrypted', 'The file is encrypted.')
  }
  if (/Decoder .* not found|Unknown decoder|codec not currently supported/i.test(said)) {
    return new AudioError('unsupported', 'The ffmpeg of this machine cannot decode this file.')
  }
  return new AudioError('corrupt', 'The file is damaged: no audio could be decoded.')
}

async function* readBlocks(
  child: ChildProcess,
  width: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<PcmBlock> {
  const output = child.stdout as Readable
  // The reading side waits for its consumer as long as it takes: only waiting for ffmpeg is timed.
  let timer: NodeJS.Timeout | undefined
  const stop = (reason: unknown) => output.destroy(reason as Error)
  const onAbort = () => stop(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  const watch = () => {
    timer = setTimeout(
      () => stop(new AudioError('corrupt', 'The file could not be decoded in time.')),
      stallLimitMs,
    )
  }
  let rest: Buffer = Buffer.alloc(0)
  try {
    signal?.throwIfAborted()
    watch()
    for await (const piece of output as AsyncIterable<Buffer>) {
      clearTimeout(timer)
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const usable = bytes.length - (bytes.length % (4 * width))
      rest = bytes.subarray(usable)
      if (usable > 0) yield toBlock(bytes.subarray(0, usable), width)
      watch()
    }
    signal?.throwIfAborted()
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

function toBlock(bytes: Buffer, width: number): PcmBlock {
  // A copy lies at an address that a Float32Array may have.
  const samples = new Float32Array(new Uint8Array(bytes).buffer)
  if (width === 1) return [samples]
  const left = new Float32Array(samples.length / 2)
  const right = new Float32Array(samples.length / 2)
  for (let frame = 0; frame < left.length; frame++) {
    left[frame] = samples[2 * frame] ?? 0
    right[frame] = samples[2 * frame + 1] ?? 0
  }
  return [left, right]
}
