import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTestApp } from '../../test/test-app.ts'
import { fillDemo } from './index.ts'

const api = (resource: string) => `/functions/v1/api-v1-${resource}`

async function startWithDemo() {
  const app = await startTestApp()
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-demo-'))
  const said: string[] = []
  const fill = () => fillDemo(app.context, { dataDir, say: (line) => said.push(line) })
  await fill()
  const file = join(dataDir, 'demo.json')
  const secrets = JSON.parse(await readFile(file, 'utf8')) as { apiKey: string; password: string }
  return {
    app,
    fill,
    file,
    said,
    secrets,
    call: (path: string) => app.call('GET', path, { key: secrets.apiKey }),
    async [Symbol.asyncDispose]() {
      await rm(dataDir, { recursive: true })
      await app[Symbol.asyncDispose]()
    },
  }
}

test('the demo fills every list, and its deals and meetings tell how they went', async () => {
  await using demo = await startWithDemo()
  const count = async (query: string): Promise<number> => {
    const { body } = await demo.call(api(query))
    return body.count as number
  }

  expect(await count('contacts')).toBe(2_000)
  expect(await count('companies')).toBe(400)
  expect(await count('deals')).toBe(300)
  for (const stage of ['sql', 'opportunity', 'verbal', 'signed', 'lost']) {
    expect(await count(`deals?stage=${stage}`), `deals in ${stage}`).toBeGreaterThan(5)
  }
  const today = new Date().toISOString().slice(0, 10)
  const dues = [
    'overdue=true',
    `due_date_from=${today}&due_date_to=${today}&status=pending`,
    `due_date_from=${today}&status=pending`,
    'status=completed',
  ]
  for (const due of dues)
    expect(await count(`tasks?${due}`), `tasks with ${due}`).toBeGreaterThan(3)
  expect(await count('activities?activity_type=sale')).toBe(await count('deals?stage=signed'))
  expect(await count('meetings?upcoming=true')).toBeGreaterThan(3)
  expect(await count('calls')).toBeGreaterThan(100)
  expect(await count('calls?direction=inbound&outcome=follow_up')).toBeGreaterThan(3)

  const [won] = (await demo.call(`${api('deals')}?stage=signed&limit=1`)).body.data
  const { data: deal } = (await demo.call(`${api('deals')}/${won.id}`)).body
  const path = deal.stage_history.map((change: { to_stage: string }) => change.to_stage)
  expect(path).toEqual(['sql', 'opportunity', 'verbal', 'signed'])
  expect(deal.closed_at).toBe(deal.stage_history.at(-1).changed_at)
  expect(deal.value).toBe(deal.annual_value)

  const [held] = (await demo.call(`${api('meetings')}?past=true&has_summary=true&limit=1`)).body
    .data
  const { data: meeting } = (await demo.call(`${api('meetings')}/${held.id}`)).body
  expect(meeting.attendees[0].is_external).toBe(false)
  expect(meeting.attendees[1].is_external).toBe(true)
  expect(meeting.action_items.length).toBeGreaterThan(0)
  expect(meeting.metrics.talk_time_rep_pct + meeting.metrics.talk_time_customer_pct).toBe(100)
  expect(meeting.summary + meeting.title, 'every placeholder is filled in').not.toMatch(/[{}]/)
})

test('a second fill does nothing; the secrets are shown once and kept for the owner only', async () => {
  await using demo = await startWithDemo()
  const { password, apiKey } = demo.secrets
  expect(demo.said.join('\n')).toContain(password)
  expect(demo.said.join('\n')).toContain(apiKey)
  expect((await stat(demo.file)).mode & 0o777).toBe(0o600)

  demo.said.length = 0
  await demo.fill()

  expect(demo.said).toHaveLength(1)
  expect(demo.said[0]).not.toContain(apiKey)
  const { rows } = await demo.app.db.pool.query<Record<string, number>>(
    `select (select count(*)::int from contact) as contacts,
       (select sum(delta)::int from tally where resource = 'contact') as tallied,
       (select count(*)::int from event
          where subject_type not in ('api_key', 'transcript', 'agent', 'knowledge_item'))
         as events,
       ((select count(*) from activity where created_at > now())
         + (select count(*) from deal_stage_change where changed_at > now())
         + (select count(*) from task where greatest(created_at, completed_at) > now())
         + (select count(*) from conversation where summary is not null and ended_at > now())
       )::int as "doneInTheFuture"`,
  )
  expect(rows).toEqual([{ contacts: 2_000, tallied: 2_000, events: 0, doneInTheFuture: 0 }])
})

test('the latest meetings have words, are evaluated, and show in the reports', async () => {
  await using demo = await startWithDemo()
  await demo.app.drain()
  const { body } = await demo.call(`${api('conversations')}?kind=meeting&limit=100`)
  const entries = body.data as { evaluation: { outcome: string; score: number } | null }[]
  const evaluated = entries.flatMap(({ evaluation }) => evaluation ?? [])
  expect(evaluated.length).toBeGreaterThan(50)
  expect(new Set(evaluated.map(({ outcome }) => outcome)).size).toBeGreaterThan(2)
  expect(new Set(evaluated.map(({ score }) => score)).size).toBeGreaterThan(3)
  const { body: report } = await demo.call('/functions/v1/reports/reps?period=year')
  const reps = report.data.reps as { rank: number | null }[]
  expect(reps.filter(({ rank }) => rank !== null).length).toBeGreaterThan(2)
})
