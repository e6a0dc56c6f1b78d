import type { Config } from '../config.ts'
import { checkConnection } from '../modules/fathom/index.ts'
import { openFathom } from '../providers/fathom/index.ts'
import { say } from './run-command.ts'

/** `FATHOM_API_KEY=… npx parley test fathom`: tries a key of Fathom and says how it went. */
export async function testFathom({ fathomApiUrl }: Config): Promise<boolean> {
  const apiKey = process.env.FATHOM_API_KEY?.trim()
  if (!apiKey) {
    say('There is no key to try. Say: FATHOM_API_KEY=your_key npx parley test fathom')
    return false
  }
  say(`1. A key of ${apiKey.length} characters was given.`)
  say(`2. Asking ${fathomApiUrl} for meetings ...`)
  const { success, message, meetings_found, has_more, api_version } = await checkConnection(
    openFathom(fathomApiUrl, apiKey),
  )
  if (!success) {
    say(`3. It did not work: ${message}`)
    return false
  }
  say(`3. It works: ${message}`)
  say(`   Meetings found: ${meetings_found}${has_more ? ' or more' : ''}`)
  say(`   Version of the API: ${api_version}`)
  return true
}
