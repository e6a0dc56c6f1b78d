import { ensureInstalled } from './install.js'
import { runPinned } from './run.js'

// `node scripts/command.js NAME …` runs server/src/commands/NAME.ts.
const [name, ...parameters] = process.argv.slice(2)
ensureInstalled({ withDev: false })
runPinned(`server/src/commands/${name}.ts`, parameters)
