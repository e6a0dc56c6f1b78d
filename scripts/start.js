import { ensureInstalled } from './install.js'
import { runPinned, stopWithParent } from './run.js'

ensureInstalled({ withDev: false })
const parameters = process.argv.slice(2)
if (stopWithParent) parameters.push(stopWithParent)
runPinned('server/src/main.ts', parameters)
