import { expect, test } from 'vitest'
import { makeCampaign, noRetries, progressOf, setRules, untilStatus } from './campaigns.ts'
import { startCampaignApp } from './campaigns.ts'
import { openCarrier } from './dialing/carrier.ts'
import { eventually } from './eventually.ts'

const people = 300
const afterPeople = 80

test('of four dialing processes two are killed, and everybody is called once', {
  timeout: 300_000,
}, async () => {
  await using app = await startCampaignApp()
  await setRules(app, { maxConcurrency: 200 })
  await using carrier = openCarrier({
    databaseUrl: app.url,
    speed: 100,
    checkAfterMs: 1_500,
    calleeOf: (to) =>
      to.endsWith('1')
        ? { kind: 'busy' }
        : { kind: 'answers', afterRings: 1, lines: [], staysMs: 9_000 },
  })
  const workers = await Promise.all(Array.from({ length: 4 }, () => carrier.startWorker()))
  const numbers = Array.from({ length: people }, (_, n) => `+44207946${String(1_000 + n)}`)
  const { id } = await makeCampaign(app, numbers, { retries: noRetries })
  await eventually(
    () => progressOf(app, id),
    ({ done }) => done >= afterPeople,
    60_000,
  )
  await Promise.all([workers[0]?.kill(), workers[1]?.kill()])
  await untilStatus(app, id, 'COMPLETED', 200_000)

  const rung = numbers.map((number) => carrier.rung.get(number) ?? 0)
  expect(rung.filter((times) => times > 1)).toEqual([])
  expect(rung.filter((times) => times === 0)).toEqual([])
  const { byOutcome, done, activeCalls } = await progressOf(app, id)
  expect({ done, activeCalls }).toEqual({ done: people, activeCalls: 0 })
  expect(byOutcome.answered + byOutcome.busy).toBe(people)
  const { rows } = await app.db.pool.query(
    `select (select count(*) from agent_call where campaign_id = $1 and ended_at is not null)::int as calls,
       (select count(*) from event where name = 'call.ended')::int as told`,
    [id],
  )
  expect(rows).toEqual([{ calls: people, told: people }])
})
