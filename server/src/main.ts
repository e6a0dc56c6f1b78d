import { once } from 'node:events'
import { v7 } from 'uuid'
import { createApp } from './app.ts'
import { startBackground } from './background.ts'
import { readConfig } from './config.ts'
import type { Context } from './context.ts'
import { migrate } from './platform/db/migrate.ts'
import { openDatabase } from './platform/db/database.ts'
import { openLog } from './platform/log.ts'
import { openMetrics } from './platform/metrics/metrics.ts'

const config = readConfig(process.env)
const log = openLog(config.logLevel)
const url = config.databaseUrl ?? ''
await migrate(url)
const db = openDatabase(url, log)
const context: Context = {
  config,
  db,
  log,
  metrics: openMetrics({ process: true }),
  now: () => new Date(),
  newId: v7,
  wakeRelay: () => background.wake(),
}
const background = await startBackground(context)
const app = await createApp(context)

await app.listen({ port: config.port, host: config.host })
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
await app.close()
await background.stop()
await db.close()
