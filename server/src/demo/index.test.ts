import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Campaign } from '@parley/contract'
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
          where subject_type not in ('api_key', 'transcript', 'agent', 'knowledge_item', 'call',
            'transcription', 'tool', 'campaign', 'do_not_call'))
         as events,
       ((select count(*) from activity where created_at > now())
         + (select count(*) from agent_call where ended_at > now())
         + (select count(*) from webhook_attempt where started_at > now())
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

test('a paused webhook tells what it sent, what came back, and what waits', async () => {
  await using demo = await startWithDemo()
  const { data: webhooks } = (await demo.call('/functions/v1/webhooks')).body
  expect(webhooks).toMatchObject([{ status: 'paused', failures: 0 }])
  const path = `/functions/v1/webhooks/${webhooks[0].id}`
  const deliveries = (await demo.call(`${path}/deliveries?limit=100`)).body.data as {
    id: string
    subject_id: string
    status: string
    attempts: number
  }[]
  const of = (status: string) => deliveries.filter((delivery) => delivery.status === status)
  expect(of('pending').map(({ attempts }) => attempts)).toEqual([0, 0, 0])
  expect(of('succeeded').some(({ attempts }) => attempts > 1)).toBe(true)
  const [failed] = of('failed')
  const { data: delivery } = (await demo.call(`${path}/deliveries/${failed?.id}`)).body
  expect(delivery.log).toHaveLength(4)
  expect(delivery.log.at(-1)).toMatchObject({ succeeded: false, response: { status: 422 } })

  const { data: deal } = (await demo.call(`${api('deals')}/${failed?.subject_id}`)).body
  expect(delivery.payload.data).toMatchObject({ id: deal.id, company_name: deal.companies.name })
  const { body } = await demo.call(`${path}/stats?range=30d`)
  const stats = body.data as { attempts: number; succeeded: number }
  const sent = deliveries.reduce((sum, { attempts }) => sum + attempts, 0)
  expect(stats.attempts).toBeLessThanOrEqual(sent)
  expect(stats.attempts).toBeGreaterThan(stats.succeeded)
})

type HeldCall = {
  readonly agentName: string
  readonly turns: readonly { readonly text: string }[]
  readonly jobResponse: { readonly outcomeResult: unknown }
  readonly performanceMetrics: { readonly latency: { readonly heardMs: { readonly p50: number } } }
}

test('a paused campaign and the calls of the agents tell how each of them went', async () => {
  await using demo = await startWithDemo()
  const campaigns = '/v1/voice-agents/campaigns'
  const [campaign] = (await demo.call(campaigns)).body.data.campaigns as [Campaign]
  const { id, status, progress } = campaign
  expect(status).toBe('PAUSED')
  expect(progress).toMatchObject({ activeCalls: 0, bySkipReason: { do_not_call: 1 } })
  for (const one of ['PENDING', 'COMPLETED', 'FAILED', 'SKIPPED'] as const) {
    expect(progress.byStatus[one], one).toBeGreaterThan(0)
  }
  const outcomes = ['answered', 'busy', 'no_answer', 'voicemail', 'declined', 'invalid'] as const
  for (const one of outcomes) expect(progress.byOutcome[one], one).toBeGreaterThan(0)
  const people = (await demo.call(`${campaigns}/${id}/recipients?take=100`)).body.data
    .recipients as { id: string; attempts: number; status: string }[]
  const twice = people.find((one) => one.attempts === 2 && one.status === 'COMPLETED')
  const { calls } = (await demo.call(`${campaigns}/${id}/recipients/${twice?.id}`)).body.data
  expect(calls).toMatchObject([{ outcome: 'answered' }, { outcome: expect.stringMatching(/o|u/) }])

  const page = await demo.call('/v1/voice-agents/conversations/minimal-list?perPage=200')
  const { calls: all } = page.body.data as { calls: { id: string }[] }
  const read = async (call: { id: string }) =>
    (await demo.call(`/v1/voice-agents/conversation/${call.id}`)).body.data as HeldCall
  const whole = await Promise.all(all.map(read))
  expect(whole).toHaveLength(progress.attempts + 3)
  const said = whole.flatMap(({ turns }) => turns.map(({ text }) => text))
  expect(said.length).toBeGreaterThan(50)
  expect(said.join('\n'), 'every placeholder is filled in').not.toMatch(/[{}]/)
  const booked = whole.find(({ agentName }) => agentName.includes('Reception'))
  expect(booked?.jobResponse.outcomeResult).toMatchObject({ call_outcome: 'demo_booked' })
  expect(booked?.performanceMetrics.latency.heardMs.p50).toBeGreaterThan(500)
})

test('the example page calls the reception of the demo', async () => {
  await using demo = await startWithDemo()
  const { body } = await demo.app.call('POST', '/examples/voice/token', {
    key: demo.secrets.apiKey,
    body: {},
  })
  expect(body).toMatchObject({ agentName: 'Reception of Parley Demo' })
})

test('the flow of the agent that calls customers has nothing wrong with it', async () => {
  await using demo = await startWithDemo()
  const list = await demo.call('/v2/voice-agents?type=Flow%20Agent')
  const [{ id }] = list.body.data.voiceAgents
  const { workflow } = (await demo.call(`/v2/voice-agents/${id}`)).body.data as {
    workflow: { nodes: readonly { type: string }[] }
  }
  const kinds = workflow.nodes.map(({ type }) => type)
  expect(new Set(kinds).size).toBeGreaterThan(5)
  const { body } = await demo.app.call('POST', '/v2/voice-agents/workflow/validate', {
    key: demo.secrets.apiKey,
    body: { workflow },
  })
  expect(body.data).toEqual({ isValid: true, problems: [], warnings: [] })
})
