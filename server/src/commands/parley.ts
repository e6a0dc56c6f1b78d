import { runCommand, say } from './run-command.ts'
import { testCallCapture } from './test-call-capture.ts'
import { testFathom } from './test-fathom.ts'
import type { Config } from '../config.ts'

// npx parley COMMAND

type Command = (config: Config, parameters: string[]) => Promise<boolean>

/** Each answers whether it succeeded. */
const commands: Readonly<Record<string, Command>> = {
  'test call-capture': (_config, parameters) => testCallCapture(parameters),
  'test fathom': testFathom,
}

await runCommand(async (config) => {
  const command = commands[process.argv.slice(2, 4).join(' ')]
  if (!command) say(`Usage: npx parley ${Object.keys(commands).join(' | ')}`)
  const succeeded = (await command?.(config, process.argv.slice(4))) ?? false
  if (!succeeded) process.exitCode = 1
})
