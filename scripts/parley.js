#!/usr/bin/env node
import { ensureInstalled } from './install.js'
import { runPinned } from './run.js'

// `npx parley …` in a clone of this repository; server/src/commands/parley.ts knows the commands.
ensureInstalled({ withDev: false })
runPinned('server/src/commands/parley.ts', process.argv.slice(2))
