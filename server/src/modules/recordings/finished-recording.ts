import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AudioError, readAudioFacts } from '../../providers/audio/index.ts'
import { announce } from './announce.ts'
import { type AboutRecording, queueMeasuring } from './queue.ts'
import { findWork, saveFacts } from './work-queries.ts'
import { insertFinished } from './write-queries.ts'

/** Of a call that was recorded here, and whose transcript is made from what was said in it. */
export type FinishedRecording = {
  readonly workspaceId: string
  /** Names the file in the media store, too. */
  readonly id: string
  readonly conversationId: string
  readonly bytes: number
  readonly durationSeconds: number
  /** wav, ogg, … */
  readonly format: string
  readonly channels: number
  readonly sampleRate: number
  /** Which of two channels is ours; null of one channel, or where it is not known. */
  readonly agentChannel?: 1 | 2 | null
}

/** A working day of one call has fewer hours. */
const longestMs = 24 * 3_600_000

/**
 * Gives a conversation a recording that is in the store already, in the caller's transaction. Nothing
 * is transcribed; loudness and peaks are measured afterwards. A conversation that has one keeps it.
 */
export async function addFinishedRecording(
  tx: Executor,
  context: Context,
  recording: FinishedRecording,
): Promise<void> {
  const { workspaceId, id } = recording
  if (!(await insertFinished(tx, recording, context.now()))) return
  await announce(tx, context, 'recording.created', { workspaceId, id })
  await queueMeasuring(tx, { workspaceId, recordingId: id })
}

/** What players show of a recording that nobody has to transcribe. */
export async function measureRecording(
  context: Context,
  { workspaceId, recordingId: id }: AboutRecording,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const work = await findWork(context.db, workspaceId, id)
  if (!work?.isStored) return
  await context.media.withFile({ workspaceId, id }, async (file) => {
    try {
      const facts = await readAudioFacts(file, { signal, longestMs })
      const { msPerPeak, channels } = facts.waveform
      await saveFacts(
        context.db,
        workspaceId,
        { id, conversationId: work.conversationId },
        {
          format: facts.kind,
          durationSeconds: facts.durationMs / 1_000,
          channels: facts.channels,
          sampleRate: facts.sampleRate ?? null,
          loudnessDbfs: facts.loudnessDbfs,
          peaks: { ms_per_peak: msPerPeak, channels },
        },
      )
    } catch (error) {
      if (!(error instanceof AudioError)) throw error
      context.log.warn({ err: error, recordingId: id }, 'a recording cannot be measured')
    }
  })
}
