import type { Config } from '../config.ts'
import { checkConnection } from '../modules/fathom/index.ts'
import { openFathom } from '../providers/fathom/index.ts'
import { say } from './run-command.ts'

/** `FATHOM_API_KEY=… npx parley test fathom`: tries a key of Fathom and says how it went. */
export async function testFathom({ fathomApiUrl }: Config): Promise<boolean> {
  say('=== Fathom API Connection Test ===\n')
  const apiKey = process.env.FATHOM_API_KEY?.trim()
  if (!apiKey) {
    say('❌ FATHOM_API_KEY is not set. Say: FATHOM_API_KEY=your_key npx parley test fathom')
    return false
  }
  say(`✓ API Key found (length: ${apiKey.length} characters)`)
  say(`✓ Testing connection to ${fathomApiUrl} ...\n`)
  const { success, message, meetings_found, has_more, api_version } = await checkConnection(
    openFathom(fathomApiUrl, apiKey),
  )
  if (!success) {
    say(`❌ FAILED: ${message}`)
    return false
  }
  say('✅ SUCCESS: Fathom API connection works!\n')
  say('Details:')
  say(`  - Message: ${message}`)
  say(`  - Meetings found: ${meetings_found}${has_more ? ' or more' : ''}`)
  say(`  - API version: ${api_version}\n`)
  say('🎉 Your Fathom integration is ready!')
  return true
}
