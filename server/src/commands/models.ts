import { resolve } from 'node:path'
import { openLog } from '../platform/log.ts'
import { StartError } from '../platform/start-error.ts'
import { catalogue, modelsFolder, openModelStore } from '../providers/models/index.ts'
import { ProviderError } from '../providers/provider-error.ts'
import { runCommand, say } from './run-command.ts'

// npm run models            lists the models and which are on this machine
// npm run models -- NAME …  fetches those that are not

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`

await runCommand(async ({ dataDir, modelsDir }) => {
  const store = openModelStore({
    folder: modelsFolder(resolve(dataDir)),
    ownFolder: modelsDir && resolve(modelsDir),
    log: openLog('warn'),
  })
  const names = process.argv.slice(2)
  for (const name of names.length > 0 ? names : Object.keys(catalogue)) {
    if (names.length > 0) await fetchModel(name)
    else await describe(name)
  }

  async function describe(name: string): Promise<void> {
    const model = Object.values(catalogue).find((one) => one.name === name)
    const state = (await store.has(name)) ? 'here' : 'not here'
    const size = megabytes(model?.sources[0]?.packedBytes ?? 0)
    say(`${name.padEnd(16)} ${state.padEnd(10)} ${size.padStart(7)}  ${model?.measured ?? ''}`)
  }

  async function fetchModel(name: string): Promise<void> {
    let shown = -1
    try {
      const paths = await store.get(name, ({ receivedBytes, totalBytes }) => {
        const tenth = Math.floor((receivedBytes / totalBytes) * 10)
        if (tenth > shown) say(`${name}: ${tenth * 10} % of ${megabytes(totalBytes)}`)
        shown = Math.max(shown, tenth)
      })
      say(`${name}: ${Object.values(paths).join(' ')}`)
    } catch (error) {
      if (error instanceof ProviderError) throw new StartError(error.message)
      throw error
    }
  }
})
