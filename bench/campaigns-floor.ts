import pg from 'pg'
import type { Answer, DialOrder, Question } from '../server/test/dialing/messages.ts'

// The least that a dialer has to do: take people from a table so that nobody else does, have the carrier
// call them, and write what came of it. No rules, no record of the call, no events. Its carrier is its
// parent, as that of the real one.

const atOnce = 100
const gatherMs = 20
const open = new Map<string, (answer: Extract<Answer, { id: number }>) => void>()
let ended: string[] = []
let client: pg.Client | undefined

process.on('message', (message: Answer | DialOrder) => {
  if ('databaseUrl' in message) return void begin(message)
  if (!('event' in message)) return open.get(String(message.id))?.(message)
  const { status, reference } = message.event
  if (status === 'completed' || status === 'busy') ended.push(reference)
})

async function begin({ databaseUrl }: DialOrder): Promise<void> {
  client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  process.send?.('ready')
  let live = 0
  for (;;) {
    if (live < atOnce) live += await claim(client, atOnce - live)
    const done = ended
    ended = []
    live -= done.length
    if (done.length > 0) {
      await client.query({
        name: 'end',
        text: `update floor_recipient set status = 'COMPLETED' where id = any ($1::uuid[])`,
        values: [done],
      })
    } else await new Promise((resolve) => setTimeout(resolve, gatherMs))
  }
}

let asked = 0

async function claim(db: pg.Client, limit: number): Promise<number> {
  const { rows } = await db.query<{ id: string; number: string }>({
    name: 'claim',
    text: `update floor_recipient set status = 'QUEUED' where id in (
        select id from floor_recipient where status = 'PENDING' limit $1 for update skip locked)
      returning id, number`,
    values: [limit],
  })
  for (const { id, number } of rows) {
    asked += 1
    const request = { from: '+14155550100', to: number, reference: id, idempotencyKey: id }
    const question: Question = { ask: 'place', id: asked, request }
    process.send?.(question)
  }
  return rows.length
}
