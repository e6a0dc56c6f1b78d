import { Worker } from 'node:worker_threads'
import type { FromLibrary, LibraryTask } from './library-worker.ts'
import { AudioError } from './problem.ts'
import { type OpenSource, stallLimitMs } from './source.ts'

/**
 * Decoding without ffmpeg, by decoders compiled to WebAssembly that come with npm: WAV (PCM, float,
 * A-law, µ-law), MP3, AAC in MP4 or alone, Ogg Vorbis and Opus, WebM, FLAC, AMR, AIFF, CAF, WMA.
 * Not AVI, MPEG streams, Speex, ADPCM and GSM: those need ffmpeg.
 */
export const openByLibrary: OpenSource = async (file, kind, signal) => {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('library-worker.ts', import.meta.url), {
    workerData: { file, kind } satisfies LibraryTask,
    // Damaged files can make decoders ask for absurd amounts.
    resourceLimits: { maxOldGenerationSizeMb: 1_024 },
  })
  const next = openInbox(worker, signal)
  const opened = await next()
  if (opened.type !== 'opened') {
    await worker.terminate()
    throw opened.type === 'failed'
      ? new AudioError(opened.problem, opened.message)
      : new Error(`The decoder began with ${opened.type}.`)
  }
  const { channels, sampleRate } = opened
  return {
    codec: undefined,
    channels,
    sampleRate,
    async *read() {
      try {
        for (;;) {
          const message = await next()
          if (message.type === 'block') yield message.block
          else return { isDamaged: message.type !== 'end' || message.isDamaged }
        }
      } finally {
        await worker.terminate()
      }
    },
  }
}

function openInbox(worker: Worker, signal: AbortSignal | undefined) {
  return async (): Promise<FromLibrary> => {
    const inTime = AbortSignal.timeout(stallLimitMs)
    const stop = signal ? AbortSignal.any([signal, inTime]) : inTime
    const broken = () => new AudioError('corrupt', 'The file is damaged: its decoder gave up.')
    let forget = () => {}
    try {
      signal?.throwIfAborted()
      return await new Promise<FromLibrary>((resolve, reject) => {
        const onEnd = () => reject(broken())
        const onAbort = () => reject(signal?.aborted ? signal.reason : broken())
        forget = () => {
          worker.off('message', resolve).off('error', onEnd).off('exit', onEnd)
          stop.removeEventListener('abort', onAbort)
        }
        worker.once('message', resolve).once('error', onEnd).once('exit', onEnd)
        stop.addEventListener('abort', onAbort)
        worker.postMessage('next')
      })
    } catch (error) {
      await worker.terminate()
      throw error
    } finally {
      forget()
    }
  }
}
