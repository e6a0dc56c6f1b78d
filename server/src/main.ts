import { once } from 'node:events'
import { v7 } from 'uuid'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { migrate } from './platform/db/migrate.ts'
import { openDatabase } from './platform/db/database.ts'
import { openLog } from './platform/log.ts'

const config = readConfig(process.env)
const log = openLog(config.logLevel)
const url = config.databaseUrl ?? ''
await migrate(url)
const db = openDatabase(url, log)
const app = await createApp({ config, db, log, now: () => new Date(), newId: v7, wakeRelay() {} })

await app.listen({ port: config.port, host: config.host })
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
await app.close()
await db.close()
