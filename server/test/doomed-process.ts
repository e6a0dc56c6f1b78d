import { openDatabase } from '../src/platform/db/database.ts'
import { relayBatch } from '../src/platform/events/relay-batch.ts'
import { silentLog } from '../src/platform/log.ts'
import { announce, journalSubscriber } from './event-journal.ts'

// A process that a test starts and kills: `node doomed-process.ts commit|relay URL`. It says on
// standard output how far it has come, and then does nothing until it is killed.

const [step, url = ''] = process.argv.slice(2)
const db = openDatabase(url, silentLog)
const stuck = new Promise<never>(() => {})

if (step === 'commit') {
  await db.transaction((tx) => announce(tx, 1))
  process.stdout.write('committed\n')
}
if (step === 'relay') {
  const journal = journalSubscriber('test-journal')
  const halfway = {
    ...journal,
    async handle(...[tx, events]: Parameters<typeof journal.handle>) {
      await journal.handle(tx, events)
      process.stdout.write('handled\n')
      await stuck
    },
  }
  await relayBatch(db, [halfway], 500)
}
setInterval(() => {}, 1_000)
