import { runCommand, say } from './run-command.ts'
import { testFathom } from './test-fathom.ts'
import type { Config } from '../config.ts'

// npx parley COMMAND

/** Each answers whether it succeeded. */
const commands: Readonly<Record<string, (config: Config) => Promise<boolean>>> = {
  'test fathom': testFathom,
}

await runCommand(async (config) => {
  const command = commands[process.argv.slice(2, 4).join(' ')]
  if (!command) say(`Usage: npx parley ${Object.keys(commands).join(' | ')}`)
  const succeeded = (await command?.(config)) ?? false
  if (!succeeded) process.exitCode = 1
})
