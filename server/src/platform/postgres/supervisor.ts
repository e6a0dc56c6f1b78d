import type { Logger } from '../log.ts'
import { type Launch, launch, type Postmaster, stop } from './postmaster.ts'
import { disarmPostmasterFile } from './postmaster-file.ts'

/** Pauses between attempts to bring the server back: doubled up to the longest. */
const firstPauseMs = 100
const longestPauseMs = 5_000
/** Children of a killed server end within moments; until then its memory is in use. */
const stillInUse = /shared memory block .* is still in use/
const attemptsWhileInUse = 8

/** Starts the server, waiting for what is left of a killed one to end. */
export async function start(how: Launch): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await disarmPostmasterFile(how.cluster)
      return await launch(how)
    } catch (error) {
      const leftover = error instanceof Error && stillInUse.test(error.message)
      if (!leftover || attempt === attemptsWhileInUse) throw error
      await pause(firstPauseMs * attempt)
    }
  }
}

/** Keeps a server running, however it ends, until told to stop. */
export function supervise(first: Postmaster, how: Launch, log: Logger) {
  let running: Postmaster | undefined = first
  let stopping = false

  const bringBack = async (): Promise<Postmaster | undefined> => {
    for (let pauseMs = firstPauseMs; !stopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await start(how)
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL cannot be started; trying again')
        await pause(pauseMs)
      }
    }
    return undefined
  }

  const watch = async (): Promise<void> => {
    while (running) {
      const reason = await running.gone
      running = undefined
      if (stopping) return
      log.error({ reason }, 'PostgreSQL ended by itself; starting it again')
      running = await bringBack()
      if (running && stopping) await stop(running, how)
    }
  }
  const watching = watch()

  return {
    async stop(): Promise<void> {
      stopping = true
      if (running) await stop(running, how)
      await watching
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
