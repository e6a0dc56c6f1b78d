import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describeMachine } from './machine.ts'
import {
  endOfTurnMs,
  openCall,
  percentile,
  readSpeech,
  speak,
  waitForQuiet,
} from './voice-calls.ts'
import { type EmbeddedStages, measureEmbedded } from './voice-embedded.ts'
import type { Load } from './voice-load.ts'

export const voiceUsage = `npm run bench voice -- [--write]
  what a live call costs beside its engines: overhead to the first audio over engines that answer at
  once, calls at once on one core, memory of a call; and how soon the engines of this machine answer
  --write             write docs/benchmarks-voice.md`

const turns = 40
const loadFile = fileURLToPath(new URL('voice-load.ts', import.meta.url))

export type VoiceReport = {
  readonly overheadMs: readonly number[]
  readonly loads: readonly Load[]
  /** Whether the calls at once were held on one core. */
  readonly isPinned: boolean
  readonly embedded: readonly EmbeddedStages[]
  readonly machine: readonly string[]
}

export async function benchVoice(say: (line: string) => void): Promise<VoiceReport> {
  say(`overhead of ${turns} turns`)
  const overheadMs = await measureOverhead()
  const isPinned = spawnSync('taskset', ['--version']).status === 0
  say(`calls at once${isPinned ? ' on one core' : ''}`)
  const loads = await measureLoads(isPinned, ({ calls, loopP99Ms }) =>
    say(`  ${calls}: event loop p99 ${loopP99Ms.toFixed(1)} ms`),
  )
  const embedded: EmbeddedStages[] = []
  for (const voice of ['kokoro', 'basic'] as const) {
    say(`embedded engines, ${voice}`)
    embedded.push(await measureEmbedded(voice))
  }
  return { overheadMs, loads, isPinned, embedded, machine: await describeMachine() }
}

/** Beyond the configured quiet, turn by turn. */
async function measureOverhead(): Promise<readonly number[]> {
  const speech = await readSpeech(1_200)
  const call = await openCall(undefined, 'script')
  const overheads: number[] = []
  for (let turn = 0; turn <= turns; turn += 1) {
    await waitForQuiet(call)
    call.firstAudioAt = undefined
    const endedAt = await speak(call, speech, 1_800)
    const { firstAudioAt } = call
    // The first turn loads what the others use.
    if (turn > 0 && firstAudioAt !== undefined) overheads.push(firstAudioAt - endedAt - endOfTurnMs)
  }
  await call.talk.close()
  if (overheads.length < turns) throw new Error(`Only ${overheads.length} turns were answered.`)
  return overheads
}

/** In a process of its own, on core 0 where that can be had. */
async function measureLoads(isPinned: boolean, tell: (load: Load) => void): Promise<Load[]> {
  const child = fork(loadFile, { execArgv: ['--expose-gc'] })
  if (isPinned) spawnSync('taskset', ['--all-tasks', '--pid', '--cpu-list', '0', `${child.pid}`])
  const loads: Load[] = []
  child.on('message', (load: Load) => {
    loads.push(load)
    tell(load)
  })
  await once(child, 'exit')
  return loads
}

/** The most calls at once whose loop held, and what each of them takes. */
export function capacityOf(loads: readonly Load[], limitMs: number) {
  const held = loads.filter(({ loopP99Ms }) => loopP99Ms <= limitMs).at(-1)
  const [one] = loads
  if (!held || !one || held === one) return { calls: held?.calls ?? 0, memoryMb: Number.NaN }
  return {
    calls: held.calls,
    memoryMb: (held.rssMb - one.rssMb) / (held.calls - one.calls),
  }
}

export const overheadOf = (overheadMs: readonly number[]) => ({
  p50: percentile(overheadMs, 0.5),
  p95: percentile(overheadMs, 0.95),
})
