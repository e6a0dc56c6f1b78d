import { parseArgs } from 'node:util'
import { say } from './run-command.ts'

// npx parley test call-capture --key KEY [--url URL]: sends sample calls as a dialer would, prints
// what comes back, and ends with 1 when anything is not as it should be.

const usage = `npx parley test call-capture --key KEY [--url http://127.0.0.1:3000]
  --key  an API key that may write calls
  --url  address of the server, without a path`

type Answer = { readonly status: number; readonly body: Record<string, unknown> }

type Target = { readonly url: string; readonly key: string }

const path = '/functions/v1/webhook-call-capture'

/** Answers whether every step was answered as it should. */
export async function testCallCapture(parameters: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      key: { type: 'string' },
    },
  })
  if (!values.key) return fail(usage)
  const target = { url: values.url.replace(/\/+$/, ''), key: values.key }
  const companyId = await findWorkspace(target)
  if (companyId === undefined) return false
  say(`Workspace ${companyId} at ${target.url}\n`)
  const failures = await runSteps(target, companyId)
  say('')
  if (failures > 0) return fail(`${failures} of the steps did not answer as they should.`)
  say('All steps answered as they should. Look at the calls:')
  say(`  GET ${target.url}/functions/v1/api-v1-calls?external_system=parley-test`)
  return true
}

async function findWorkspace(target: Target): Promise<string | undefined> {
  const me = await ask(target, 'GET', '/functions/v1/me')
  const { data } = me.body as { data?: { workspace?: { id?: string } } | null }
  if (me.status === 200 && data?.workspace?.id) return data.workspace.id
  fail(`The key is not accepted at ${target.url}: ${JSON.stringify(me.body)}`)
  return undefined
}

/** Each step once; answers how many were not as expected. */
async function runSteps(target: Target, companyId: string): Promise<number> {
  const call = sampleCall(companyId)
  const repeated = { ...call, outcome: 'converted', notes: 'Signed on the phone.' }
  const minimal = { company_id: companyId, external_system: 'parley-test', duration_seconds: 60 }
  const { company_id: _, ...homeless } = call
  const strangers = { ...target, key: `${target.key.slice(0, -4)}xxxx` }
  const results = [
    await send(target, 'A complete call', call, 201),
    await send(target, 'The same call again, with another outcome', repeated, 201),
    await send(target, 'A call with little in it', minimal, 201),
    await send(target, 'A call without company_id', homeless, 400),
    await send(target, 'A call that ends before it starts', endingEarly(call), 400),
    await send(strangers, 'A call with a wrong key', call, 401),
  ]
  const [first, second] = results.map(({ id }) => id)
  const isSame = first !== undefined && first === second
  say(`${isSame ? 'ok' : 'FAILED'}   The repeat changed the same record: ${first} and ${second}`)
  return results.filter(({ ok }) => !ok).length + (isSame ? 0 : 1)
}

function sampleCall(companyId: string) {
  const endMs = Date.now() - 60_000
  const startMs = endMs - 320_000
  return {
    company_id: companyId,
    caller_number: '+14155552671',
    recipient_number: '+442079460958',
    outcome: 'follow_up',
    notes: 'Interested in the premium package; wants to talk it over at home.',
    call_date: new Date(startMs).toISOString(),
    start_time: new Date(startMs).toISOString(),
    end_time: new Date(endMs).toISOString(),
    duration_seconds: 320,
    call_status: 'completed',
    external_call_id: `sample-${startMs}`,
    external_system: 'parley-test',
    next_follow_up: new Date(endMs + 2 * 86_400_000).toISOString().slice(0, 10),
    next_follow_up_time: '14:00:00',
    auto_call_followup: false,
    call_details: { campaign_id: 'SAMPLE-1', tags: ['premium'] },
  }
}

function endingEarly(call: ReturnType<typeof sampleCall>) {
  return { ...call, start_time: call.end_time, end_time: call.start_time }
}

async function send(target: Target, title: string, body: object, expected: number) {
  const answer = await ask(target, 'POST', path, body)
  const ok = answer.status === expected
  const unlike = ok ? '' : ` instead of ${expected}`
  say(`${ok ? 'ok' : 'FAILED'}   ${title}: ${answer.status}${unlike}`)
  say(`     ${JSON.stringify(answer.body)}`)
  const { data } = answer.body as { data?: { call_history_id?: string } }
  return { ok, id: data?.call_history_id }
}

async function ask({ url, key }: Target, method: string, path: string, body?: object) {
  const response = await fetch(url + path, {
    method,
    headers: { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: parse(text) } satisfies Answer
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { text: text.slice(0, 500) }
  }
}

function fail(sentence: string): false {
  process.stderr.write(`${sentence}\n`)
  return false
}
