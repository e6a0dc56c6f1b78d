import { listen } from './listen.ts'
import { runCommand, say } from './run-command.ts'
import { testCallCapture } from './test-call-capture.ts'
import { testFathom } from './test-fathom.ts'
import type { Config } from '../config.ts'

// npx parley COMMAND

type Command = (config: Config, parameters: string[]) => Promise<boolean>

/** Each answers whether it succeeded. */
const commands: Readonly<Record<string, Command>> = {
  listen,
  'test call-capture': (_config, parameters) => testCallCapture(parameters),
  'test fathom': testFathom,
}

await runCommand(async (config) => {
  const words = process.argv.slice(2)
  const name = Object.keys(commands).find(
    (known) => words.slice(0, known.split(' ').length).join(' ') === known,
  )
  if (name === undefined) say(`Usage: npx parley ${Object.keys(commands).join(' | ')}`)
  const parameters = words.slice(name?.split(' ').length ?? 0)
  const succeeded = (await commands[name ?? '']?.(config, parameters)) ?? false
  if (!succeeded) process.exitCode = 1
})
