#!/usr/bin/env node
import { ensureInstalled } from './install.js'
import { runPinned } from './run.js'

// `npx parley NAME …` runs the program of server/src/commands/ that belongs to the name.
const programs = {
  'test call-capture': 'test-call-capture',
  backup: 'backup',
  restore: 'restore',
}

const words = process.argv.slice(2)
const name = [words.slice(0, 2).join(' '), words[0]].find((given) => Object.hasOwn(programs, given))

if (name === undefined) {
  const lines = Object.keys(programs).map((known) => `  npx parley ${known}`)
  process.stderr.write(`${['There is:', ...lines].join('\n')}\n`)
  process.exitCode = words.length === 0 ? 0 : 1
} else {
  ensureInstalled({ withDev: false })
  runPinned(`server/src/commands/${programs[name]}.ts`, words.slice(name.split(' ').length))
}
