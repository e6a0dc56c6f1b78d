import { openFathomClient } from './client.ts'
import { openPaces } from './pace.ts'
import type { Fathom } from './port.ts'

export { type Fathom, FathomError, type MeetingPage } from './port.ts'

const paceOf = openPaces(() => performance.now())

/** Fathom with a key; requests of one key are paced together, whoever makes them in this process. */
export function openFathom(serverUrl: string, apiKey: string): Fathom {
  return openFathomClient({ serverUrl, apiKey, pace: paceOf(serverUrl, apiKey) })
}
