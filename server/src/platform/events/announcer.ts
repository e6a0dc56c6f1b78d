import type { Database } from '../db/database.ts'
import { statement } from '../db/statement.ts'
import type { Logger } from '../log.ts'

/** PostgreSQL channel on which nodes that do not relay tell those that do. */
export const relayChannel = 'parley_event'

/** At most one notification in this time per node; the relay's poll covers what is lost. */
const announceIntervalMs = 50

const notifyStatement = statement('notify_event', `select pg_notify('${relayChannel}', '')`)

/** For a process that does not relay: tells the relays of other nodes that events were committed. */
export function startAnnouncer(
  db: Database,
  log: Logger,
): { wake: () => void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let announcing: Promise<void> = Promise.resolve()

  async function announce(): Promise<void> {
    timer = undefined
    try {
      await db.run(notifyStatement, [])
    } catch (error) {
      log.warn({ err: error }, 'could not announce events; the relay will find them')
    }
  }

  return {
    wake() {
      timer ??= setTimeout(() => {
        announcing = announce()
      }, announceIntervalMs)
    },
    async stop() {
      if (timer) {
        clearTimeout(timer)
        announcing = announce()
      }
      await announcing
    },
  }
}
