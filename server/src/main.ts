import { flushCompileCache } from 'node:module'
import { ConfigError, readConfig } from './config.ts'
import { describe } from './greeting.ts'
import { StartError } from './platform/start-error.ts'
import { type Server, startServer } from './start.ts'
import { untilToldToStop } from './stop-signal.ts'

/** The promise of a graceful stop; whatever still runs then is cut off. */
const stopDeadlineMs = 10_000

try {
  await run()
} catch (error) {
  const { message, stack } = error as Error
  const expected = error instanceof ConfigError || error instanceof StartError
  process.stderr.write(`${expected ? message : stack}\n`)
  process.exitCode = 1
}
// Nothing that was forgotten may hold the process open.
process.exit()

async function run(): Promise<void> {
  const withDemo = process.argv.includes('--demo')
  const server = await startServer(readConfig(process.env), say, { withDemo })
  say(describe(server))
  // Even if this run is killed, the next one starts from compiled code.
  flushCompileCache()
  say(`Stopping: ${await untilToldToStop(parentToStopWith())}`)
  await stopInTime(server)
}

async function stopInTime(server: Server): Promise<void> {
  const deadline = setTimeout(() => process.exit(1), stopDeadlineMs)
  await server.stop()
  clearTimeout(deadline)
  say('Stopped')
}

/** `--stop-with-parent=PID`, given by scripts/start.js. */
function parentToStopWith(): number | undefined {
  const flag = process.argv.find((value) => value.startsWith('--stop-with-parent='))
  return flag ? Number(flag.split('=')[1]) : undefined
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
