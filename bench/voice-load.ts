import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { openCall, readSpeech, speak } from './voice-calls.ts'

// A process of its own, which may be held on one core. Tells a step at a time, and then that it is done.

/** Calls at once, one step after the other; each is held this long. */
const steps = [1, 10, 20, 25, 30, 40, 60]
const stepMs = 12_000
/** What must hold; it is tried whatever came before. */
const enough = 20
/** Beyond it, the loop is too busy to take turns well. */
const loopLimitMs = 20
const resolutionMs = 2

export type Load = {
  readonly calls: number
  readonly loopP99Ms: number
  /** Of one core. */
  readonly cpu: number
  /** Resident, after a collection, while the calls are open. */
  readonly rssMb: number
}

async function measure(calls: number, speech: Int16Array): Promise<Load> {
  const open = []
  for (let index = 0; index < calls; index += 1) open.push(await openCall())
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  delay.enable()
  await Promise.all(
    open.map(async (call, index) => {
      await wait((index * 2_000) / calls)
      while (performance.now() - startedAt < stepMs) await speak(call, speech, 1_800)
    }),
  )
  delay.disable()
  const { user, system } = process.cpuUsage(cpuBefore)
  const cpu = (user + system) / 1_000 / (performance.now() - startedAt)
  const rssMb = residentMb()
  await Promise.all(open.map(({ talk }) => talk.close()))
  // The resolution is in the figure.
  const loopP99Ms = Math.max(0, delay.percentile(99) / 1e6 - resolutionMs)
  return { calls, loopP99Ms, cpu, rssMb }
}

function residentMb(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss / 1e6
}

function tell(load: Load): Promise<void> {
  return new Promise((done) => process.send?.(load, undefined, undefined, () => done()))
}

async function run(): Promise<void> {
  const speech = await readSpeech(1_200)
  const warm = await openCall()
  await speak(warm, speech, 2_000)
  await warm.talk.close()
  for (const calls of steps) {
    const load = await measure(calls, speech)
    await tell(load)
    // Fewer calls may have been disturbed by somebody else on the machine.
    if (load.calls >= enough && load.loopP99Ms > loopLimitMs) break
  }
  // Its libraries keep threads.
  process.exit()
}

if (process.send) await run()
