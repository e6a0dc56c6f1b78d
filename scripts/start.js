import { ensureInstalled } from './install.js'
import { runPinned } from './run.js'

ensureInstalled({ withDev: false })
runPinned(['server/src/main.ts', ...process.argv.slice(2)])
