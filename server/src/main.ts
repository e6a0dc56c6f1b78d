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
// Something may still hold the process open, such as the channel to the start script.
process.exit()

async function run(): Promise<void> {
  const withDemo = process.argv.includes('--demo')
  const server = await startServer(readConfig(process.env), say, { withDemo })
  say(describe(server))
  say(`Stopping: ${await untilToldToStop()}`)
  await stopInTime(server)
}

async function stopInTime(server: Server): Promise<void> {
  const deadline = setTimeout(() => process.exit(1), stopDeadlineMs)
  await server.stop()
  clearTimeout(deadline)
  say('Stopped')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
