import { openPaces } from './pace.ts'
import type { Fathom } from './port.ts'

export { type Fathom, FathomError, type MeetingPage } from './port.ts'

const paceOf = openPaces(() => performance.now())

/**
 * Fathom with a key; requests of one key are paced together, whoever makes them in this process. Loads
 * nothing before the first of them: the SDK takes some 25 MB.
 */
export function openFathom(serverUrl: string, apiKey: string): Fathom {
  const open = async () => {
    const { openFathomClient } = await import('./client.ts')
    return openFathomClient({ serverUrl, apiKey, pace: paceOf(serverUrl, apiKey) })
  }
  return {
    listMeetings: async (wanted) => (await open()).listMeetings(wanted),
    getTranscript: async (recordingId) => (await open()).getTranscript(recordingId),
    getSummary: async (recordingId) => (await open()).getSummary(recordingId),
    listTeams: async () => (await open()).listTeams(),
    createWebhook: async (destinationUrl) => (await open()).createWebhook(destinationUrl),
    deleteWebhook: async (id) => (await open()).deleteWebhook(id),
  }
}
