import type { Context } from '../../context.ts'
import { type AudioFacts, readAudioFacts } from '../../providers/audio/index.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { announce } from './announce.ts'
import { completeRecording } from './complete-recording.ts'
import { endRecording } from './end-recording.ts'
import { failureOf } from './failure-of.ts'
import { type Listening, listen, NoLongerWanted } from './listen.ts'
import { rolesOf } from './merge-rules.ts'
import { type AboutRecording } from './queue.ts'
import { watch } from './watch.ts'
import { type Facts, findWork, saveFacts, setProcessing, type WorkItem } from './work-queries.ts'

/** Longer recordings are refused; a working day of one call has fewer hours. */
const longestMs = 24 * 3_600_000
/** An engine that fails is asked this often, over about ten minutes. */
const maxAttempts = 6

/**
 * Makes the transcript of a recording. Repeated after a crash it goes on behind the last part that
 * was kept.
 */
export async function transcribeRecording(
  context: Context,
  about: AboutRecording,
  { signal, attempt }: { readonly signal: AbortSignal; readonly attempt: number },
): Promise<void> {
  const work = await findWork(context.db, about.workspaceId, about.recordingId)
  if (!work?.isStored || (work.status !== 'new' && work.status !== 'processing')) return
  await begin(context, about)
  using watched = watch(context, about, signal)
  try {
    await hear(context, about, work, watched.signal)
  } catch (error) {
    // Stopped by the process: somebody goes on later. Cancelled or deleted: nobody does.
    signal.throwIfAborted()
    if (error instanceof NoLongerWanted || watched.signal.aborted) return
    const reason = failureOf(error, attempt >= maxAttempts)
    if (!reason) throw error
    context.log.warn({ err: error, recordingId: about.recordingId }, 'a recording failed')
    await endRecording(context, about, { status: 'failed', failure: reason })
  }
}

async function begin(context: Context, about: AboutRecording): Promise<void> {
  const { workspaceId, recordingId: id } = about
  await context.db.transaction(async (tx) => {
    if (!(await setProcessing(tx, workspaceId, id))) return
    await announce(tx, context, 'recording.processing.started', { workspaceId, id })
  })
  context.wakeRelay()
}

async function hear(
  context: Context,
  about: AboutRecording,
  work: WorkItem,
  signal: AbortSignal,
): Promise<void> {
  const { workspaceId, recordingId: id } = about
  await context.media.withFile({ workspaceId, id }, async (file) => {
    const facts = await readAudioFacts(file, { signal, longestMs })
    await saveFacts(
      context.db,
      workspaceId,
      { id, conversationId: work.conversationId },
      toFacts(facts),
    )
    const roles = rolesOf({
      channels: facts.decodedChannels,
      areAlike: facts.areChannelsAlike,
      repChannel: work.repChannel,
      direction: work.direction,
    })
    const listening: Listening = { about, file, durationMs: facts.durationMs, roles, signal }
    const { db, stt } = context
    if (!stt) throw new ProviderError('speech', false, 'None is configured.')
    const parts = await listen({ db, stt }, listening, work.language)
    await completeRecording(context, about, work, { roles, parts })
  })
}

function toFacts(facts: AudioFacts): Facts {
  const { kind, durationMs, channels, sampleRate, loudnessDbfs, waveform } = facts
  return {
    format: kind,
    durationSeconds: durationMs / 1_000,
    channels,
    sampleRate: sampleRate ?? null,
    loudnessDbfs,
    peaks: { ms_per_peak: waveform.msPerPeak, channels: waveform.channels },
  }
}
