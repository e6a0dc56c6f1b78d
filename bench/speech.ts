import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { silentLog } from '../server/src/platform/log.ts'
import { openModelStore } from '../server/src/providers/models/index.ts'
import { embeddedModels } from '../server/src/providers/stt/plan-job.ts'
import { describeMachine } from './machine.ts'
import { joinClips } from './speech-audio.ts'
import type { SpeechReport } from './speech-document.ts'
import { type EngineFigures, measureEngine } from './speech-engines.ts'
import { measureReads } from './speech-reads.ts'

const defaultModel = 'moonshine-tiny'
const modelsDir = fileURLToPath(new URL('../.cache/models', import.meta.url))

export const speechUsage = `npm run bench speech -- [moonshine-tiny] [whisper-base] [whisper-small] [--write]
  speed, word errors and memory of the embedded speech to text; default: all three.
  With moonshine-tiny also: how fast a contact is read while recordings are transcribed
  --write             write docs/benchmarks-speech.md`

/** Speed, word errors and memory of each embedded engine, and what requests notice of it. */
export async function benchSpeech(
  parameters: readonly string[],
  say: (line: string) => void,
): Promise<SpeechReport> {
  const { positionals: only } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: { write: { type: 'boolean' } },
  })
  const isWanted = (model: string) => only.length === 0 || only.includes(model)
  const models = openModelStore({ folder: modelsDir, log: silentLog })
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  try {
    const clips = await joinClips(folder)
    const engines: EngineFigures[] = []
    for (const model of embeddedModels.filter(isWanted)) {
      if (!(await models.has(model))) say(`fetching ${model}`)
      await models.get(model)
      say(`measuring ${model}`)
      engines.push(await measureEngine(model, models, clips))
    }
    const reads = isWanted(defaultModel)
      ? await measureReads({ folder, file: clips.file, modelsDir, say })
      : undefined
    return { seconds: clips.seconds, engines, reads, machine: await describeMachine() }
  } finally {
    await models.close()
    await rm(folder, { recursive: true, force: true })
  }
}
