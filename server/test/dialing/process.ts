import { v7 } from 'uuid'
import { readConfig } from '../../src/config.ts'
import type { Context } from '../../src/context.ts'
import { dialerServices, startDialer } from '../../src/modules/dialer/index.ts'
import { openDatabase } from '../../src/platform/db/database.ts'
import { silentLog } from '../../src/platform/log.ts'
import type {
  CallSnapshot,
  CarrierListener,
  TelephonyPort,
} from '../../src/providers/telephony/index.ts'
import type { Answer, DialOrder, Question } from './messages.ts'

// A process that dials for the campaigns of a database, and whose carrier is its parent: what the
// carrier knows outlives it. Started by fork; ends when it is killed or told to.

const waiting = new Map<number, (answer: Extract<Answer, { id: number }>) => void>()
const listeners = new Set<CarrierListener>()
let asked = 0

type Asked = Question extends infer One ? (One extends Question ? Omit<One, 'id'> : never) : never

function ask(question: Asked): Promise<Extract<Answer, { id: number }>> {
  asked += 1
  const id = asked
  process.send?.({ ...question, id })
  return new Promise((resolve) => waiting.set(id, resolve))
}

const found = async (question: Asked): Promise<CallSnapshot | undefined> =>
  (await ask(question)).found ?? undefined

const carrier: TelephonyPort = {
  name: 'parent',
  async placeCall(request) {
    const { placed } = await ask({ ask: 'place', request })
    if (!placed) throw new Error('The carrier placed nothing.')
    return placed
  },
  findCall: (callId) => found({ ask: 'find', callId }),
  findPlaced: ({ idempotencyKey }) => found({ ask: 'findPlaced', key: idempotencyKey }),
  async hangUp(callId) {
    await ask({ ask: 'hangUp', callId })
  },
  async transfer() {},
  async sendDigits() {},
}

process.on('message', (message: Answer | DialOrder) => {
  if ('databaseUrl' in message) {
    begin(message)
    return
  }
  if ('event' in message) {
    const event = { ...message.event, at: new Date(message.event.at) }
    for (const { onEvent } of listeners) onEvent?.(event)
    return
  }
  waiting.get(message.id)?.(message)
  waiting.delete(message.id)
})

function begin({ databaseUrl, checkAfterMs }: DialOrder): void {
  const db = openDatabase(databaseUrl, silentLog)
  const context = {
    config: readConfig({ ENCRYPTION_KEY: 'dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgMzI=' }),
    db,
    log: silentLog,
    now: () => new Date(),
    newId: v7,
    wakeRelay() {},
  } as unknown as Context
  const services = dialerServices(context)
  const dialer = startDialer(context, {
    ...services,
    findCarrier: async () => ({ number: '+14155550100', port: carrier }),
    maxCalls: 500,
    checkAfterMs,
    checkEveryMs: 200,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  process.on('SIGTERM', () => {
    void dialer
      .stop(2_000)
      .then(() => db.close())
      .then(() => process.exit(0))
  })
  process.send?.('ready')
}
