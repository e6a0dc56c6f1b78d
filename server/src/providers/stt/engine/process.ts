import { availableParallelism, constants, setPriority } from 'node:os'
import type { FromEngine, Job, ModelFiles, ToEngine } from './messages.ts'
import { openMoonshine } from './moonshine.ts'
import type { Recogniser } from './recogniser.ts'
import { runJob } from './run-job.ts'
import { openVoiceActivity, type VoiceActivity } from './vad.ts'
import { openWhisper } from './whisper.ts'

// A process of its own: its crash is not the server's, its memory goes back when it ends, and the
// kernel gives it the cores only when nobody else wants them, unless somebody waits on the line.

// Before any thread starts: threads inherit it.
if (process.argv[2] !== 'urgent') setPriority(constants.priority.PRIORITY_LOW)
/** More threads make these small models hardly faster. */
const threads = Math.min(4, availableParallelism())

const loaded = new Map<string, Promise<Recogniser>>()
let voiceActivity: Promise<VoiceActivity> | undefined

const models = {
  voiceActivity: (file: string) => (voiceActivity ??= openVoiceActivity(file)),
  recogniser(files: ModelFiles): Promise<Recogniser> {
    const known = loaded.get(files.name)
    if (known) return known
    const opening =
      files.kind === 'moonshine' ? openMoonshine(files, threads) : openWhisper(files, threads)
    loaded.set(files.name, opening)
    return opening
  },
}

let takeAudio: ((audio: Float32Array | undefined) => void) | undefined

async function* pullAudio(): AsyncGenerator<Float32Array> {
  for (;;) {
    const arrived = new Promise<Float32Array | undefined>((resolve) => {
      takeAudio = resolve
    })
    say({ type: 'pull' })
    const audio = await arrived
    if (!audio) return
    yield audio
  }
}

process.on('message', (message: ToEngine) => {
  if (message.type === 'audio') return takeAudio?.(message.audio)
  if (message.type === 'prepare') return void prepare(message.job)
  runJob(message.job, pullAudio(), models, (part) => say({ type: 'part', part })).then(
    (part) => say({ type: 'done', part }),
    (error: unknown) => {
      say({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
    },
  )
})
process.on('disconnect', () => process.exit())

/** What cannot be loaded fails when it is needed, and is told then. */
async function prepare({ voiceActivity: file, language, english, others }: Job): Promise<void> {
  const files = language === 'en' ? english : (others ?? english)
  await Promise.allSettled([models.voiceActivity(file), models.recogniser(files)])
}

function say(message: FromEngine): void {
  process.send?.(message)
}
