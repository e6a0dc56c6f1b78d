import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { startServerOn } from './server-on-app.ts'
import { startTestApp } from './test-app.ts'

const senders = 16
const callsBeforeTheKill = 150

test('a server killed in a burst of captures loses none that it acknowledged, and doubles none', async () => {
  await using app = await startTestApp()
  const acknowledged = new Map<string, string>()
  const sent = new Set<string>()
  let address = ''
  let stopped = false

  async function send(number: number): Promise<void> {
    for (let n = 0; !stopped; n++) {
      const external_call_id = `${number}-${n}`
      sent.add(external_call_id)
      const body = JSON.stringify({
        company_id: app.owner.workspaceId,
        external_call_id,
        recipient_number: `+44207946${String(1000 + (n % 50))}`,
        next_follow_up: '2026-03-06',
      })
      const headers = { 'x-api-key': app.owner.apiKey, 'content-type': 'application/json' }
      // As a dialer does: again and again until it is acknowledged.
      for (let done = false; !done && !stopped; ) {
        const url = `${address}/functions/v1/webhook-call-capture`
        const reply = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined)
        const text = await reply?.json().catch(() => undefined)
        done = reply?.status === 201 && text !== undefined
        const { data } = (text ?? {}) as { data?: { call_history_id: string } }
        if (done && data) acknowledged.set(external_call_id, data.call_history_id)
      }
    }
  }

  try {
    const first = await startServerOn(app)
    address = first.address
    const burst = Promise.all(Array.from({ length: senders }, (_, number) => send(number)))
    await eventually(
      () => acknowledged.size,
      (size) => size >= callsBeforeTheKill,
    )
    await first.kill()
    const second = await startServerOn(app)
    address = second.address
    const before = acknowledged.size
    await eventually(
      () => acknowledged.size,
      (size) => size >= before + senders,
    )
    stopped = true
    await burst
    await second[Symbol.asyncDispose]()

    const { rows } = await app.db.pool.query<{ id: string; external_id: string; task: string }>(
      `select id, external_id, follow_up_task_id as task from conversation where kind = 'call'`,
    )
    const ids = new Map(rows.map(({ id, external_id }) => [external_id, id]))
    expect(ids.size).toBe(rows.length)
    for (const [externalId, id] of acknowledged) expect(ids.get(externalId)).toBe(id)
    expect(rows.every(({ external_id }) => sent.has(external_id))).toBe(true)
    // Each has its one task, its one body and its one event.
    const { rows: counts } = await app.db.pool.query<{
      task: number
      event: number
      phone: number
    }>(
      `select (select count(*) from task)::int as task,
         (select count(*) from event where name = 'call.captured')::int as event,
         (select count(*) - count(distinct phone_e164) from contact)::int as phone`,
    )
    expect(counts).toEqual([{ task: rows.length, event: rows.length, phone: 0 }])
  } finally {
    stopped = true
  }
})
