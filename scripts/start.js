import { ensureDashboard } from './dashboard.js'
import { ensureInstalled } from './install.js'
import { runPinned, stopWithParent } from './run.js'

ensureInstalled({ withDev: false })
ensureDashboard()
const parameters = process.argv.slice(2)
if (stopWithParent) parameters.push(stopWithParent)
runPinned('server/src/main.ts', parameters)
