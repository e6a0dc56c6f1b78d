import { startFathomEmulator } from '../providers/fathom/emulator.ts'
import { emulatedMeetings } from '../providers/fathom/emulator-meetings.ts'
import { untilToldToStop } from '../stop-signal.ts'
import { runCommand, say } from './run-command.ts'

// npm run fathom-emulator [-- PORT]

const defaultPort = 4100
const meetingCount = 25
const apiKey = 'emulated-key'

await runCommand(async () => {
  const port = Number(process.argv[2] ?? defaultPort)
  const meetings = emulatedMeetings(meetingCount)
  const emulator = await startFathomEmulator({ port, apiKeys: [apiKey], meetings })
  say(`Fathom is emulated at ${emulator.url}, with ${meetingCount} meetings`)
  say(`  Start Parley with   FATHOM_API_URL=${emulator.url}`)
  say(`  API key             ${apiKey}`)
  say(`  Record a meeting    curl -X POST ${emulator.url}/emulator/meetings`)
  say(`Stopping: ${await untilToldToStop(undefined)}`)
  await emulator.stop()
})
