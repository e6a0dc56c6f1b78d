import { weekdays } from '@parley/contract'
import { writeFile } from 'node:fs/promises'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alawFromMulaw } from '../../src/providers/telephony/alaw.ts'
import { encodeMulaw } from '../../src/providers/telephony/index.ts'
import { dialerServices } from '../../src/modules/dialer/index.ts'
import { partsOf } from '../../src/parts.ts'
import {
  makeCampaign,
  noRetries,
  progressOf,
  setRules,
  startTestDialer,
  untilStatus,
} from '../campaigns.ts'
import { eventually } from '../eventually.ts'
import { earsThatHear, someSpeech } from '../voice-ears.ts'
import { missing, runTool, tempFolder } from './run-tool.ts'
import {
  answersAndIsHungUpOn,
  answersAndTransfers,
  callsAndGivesUp,
  callsAndIsHungUpOn,
  isBusy,
} from './scenarios.ts'
import {
  addSipNumber,
  endOf,
  host,
  login,
  number,
  openTelephone,
  startSipApp,
  turnsOf,
} from './sip-app.ts'

const noSipp = missing('sipp', '-v')
const theirs = '+33123456789'

/** Runs a scenario once against our port, or as somebody who is called at `port`. */
async function sipp(folder: string, text: string, more: readonly string[]) {
  const file = join(folder, 'scenario.xml')
  await writeFile(file, text)
  const always = [
    '-sf',
    file,
    '-i',
    host,
    '-m',
    '1',
    '-nostdin',
    '-timeout',
    '60',
    '-timeout_error',
  ]
  return runTool('sipp', [...always, '-trace_err', '-error_file', 'errors.log', ...more], folder)
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

/** Speech as a telephone sends it, and silence after it, in μ-law. */
async function speech(): Promise<Uint8Array> {
  const audio = await someSpeech(1_500)
  const samples = Int16Array.from(
    { length: audio.length / 2 },
    (_, at) => (audio[at * 2] ?? 0) * 32_767,
  )
  return Buffer.concat([encodeMulaw(samples), Buffer.alloc(8_000 * 3, 0xff)])
}

test.for([
  ['UDP', 'u1'],
  ['TCP', 't1'],
] as const)(
  'sipp logs in over %s, calls the agent, hears it, is heard, and is hung up on',
  async ([, transport], context) => {
    context.skip(noSipp !== undefined, `sipp (sip-tester) does not run: ${noSipp}`)
    await using sip = await startSipApp()
    await addSipNumber(sip, { inbound: login })
    using telephone = await openTelephone(8)
    await using folder = await tempFolder()
    const target = `${host}:${sip.port}`
    const text = callsAndIsHungUpOn(telephone.port, login)
    await using tool = await sipp(folder.path, text, [target, '-s', number, '-t', transport])
    await telephone.whenSpokenTo()
    await telephone.say(alawFromMulaw(await speech()))
    expect(await tool.exit, tool.output()).toBe(0)
    expect(await endOf(sip.app)).toEqual({
      status: 'COMPLETED',
      end_reason: 'agent_hangup',
      direction: 'inbound',
    })
    expect(await turnsOf(sip.app)).toEqual([
      'agent: Hello, this is Acme.',
      'user: Goodbye',
      'agent: Thank you for calling. Goodbye!',
    ])
  },
)

test('a caller who gives up while it rings leaves no call that goes on', async (context) => {
  context.skip(noSipp !== undefined, `sipp (sip-tester) does not run: ${noSipp}`)
  await using sip = await startSipApp()
  await addSipNumber(sip, { inbound: { allowedAddresses: [host] } })
  await sip.app.db.pool.query('update phone_number set agent_id = null')
  // Whoever decides on the call does so only when the caller has gone.
  const asked = Promise.withResolvers<void>()
  const decide = Promise.withResolvers<void>()
  const stop = sip.app.context.telephony.listen({
    async onIncoming() {
      asked.resolve()
      await decide.promise
      return undefined
    },
  })
  using telephone = await openTelephone(8)
  await using folder = await tempFolder()
  const more = [`${host}:${sip.port}`, '-s', number]
  await using tool = await sipp(folder.path, callsAndGivesUp(telephone.port), more)
  await asked.promise
  expect(await tool.exit, tool.output()).toBe(0)
  decide.resolve()
  stop()
  expect(telephone.heard.packets).toBe(0)
}, 60_000)

/** Has the agent call sipp. */
async function call(sip: Awaited<ReturnType<typeof startSipApp>>): Promise<string> {
  const { status, body } = await sip.app.call('POST', '/v1/voice-agents/call', {
    body: { toNumber: theirs, fromNumber: number, voiceAgentId: sip.agent.id },
  })
  expect(status, JSON.stringify(body)).toBe(200)
  return (body.data as { jobId: string }).jobId
}

test('the agent calls sipp, which wants a password, hears it, is heard, and is hung up on', async (context) => {
  context.skip(noSipp !== undefined, `sipp (sip-tester) does not run: ${noSipp}`)
  await using sip = await startSipApp()
  const port = await freePort()
  using telephone = await openTelephone(0)
  await using folder = await tempFolder()
  const text = answersAndIsHungUpOn(telephone.port)
  await using tool = await sipp(folder.path, text, ['-p', String(port)])
  await eventually(
    () => freeAt(port),
    (isFree) => !isFree,
  )
  await addSipNumber(sip, { address: `${host}:${port}`, outbound: login })
  const id = await call(sip)
  await telephone.whenSpokenTo()
  await telephone.say(await speech())
  expect(await tool.exit, tool.output()).toBe(0)
  expect(await endOf(sip.app)).toMatchObject({ status: 'COMPLETED', direction: 'outbound' })
  expect(await turnsOf(sip.app)).toHaveLength(3)
  const { body: job } = await sip.app.call('GET', `/v1/voice-agents/conversation/${id}`)
  expect(job.data).toMatchObject({ status: 'COMPLETED', channelType: 'Telephone' })
}, 120_000)

test('a campaign calls sipp, and the agent talks to whoever answered', async (context) => {
  context.skip(noSipp !== undefined, `sipp (sip-tester) does not run: ${noSipp}`)
  await using sip = await startSipApp()
  const { app, agent } = sip
  const port = await freePort()
  using telephone = await openTelephone(0)
  await using folder = await tempFolder()
  const text = answersAndIsHungUpOn(telephone.port)
  await using tool = await sipp(folder.path, text, ['-p', String(port)])
  await eventually(
    () => freeAt(port),
    (isFree) => !isFree,
  )
  await addSipNumber(sip, { address: `${host}:${port}`, outbound: login })
  await setRules(app, {
    timeRange: { days: weekdays, startCallingTime: '00:00', endCallingTime: '24:00' },
  })
  const { id } = await makeCampaign(app, [theirs], {
    voiceAgentId: agent.id,
    phoneNumber: number,
    retries: noRetries,
    voicemail: { action: 'IGNORE' },
  })
  const services = dialerServices(app.context, partsOf(app.context).converse)
  await using _dialer = startTestDialer(app, services)
  await telephone.whenSpokenTo()
  await telephone.say(await speech())
  expect(await tool.exit, tool.output()).toBe(0)
  await untilStatus(app, id, 'COMPLETED', 30_000)
  expect(await progressOf(app, id)).toMatchObject({ done: 1, byOutcome: { answered: 1 } })
  expect((await turnsOf(app))[0]).toBe('agent: Hello, this is Acme.')
}, 120_000)

/** Whether nobody has the port. */
async function freeAt(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  const bound = await new Promise<boolean>((done) => {
    socket.once('error', () => done(false))
    socket.bind(port, host, () => done(true))
  })
  socket.close()
  return bound
}

test('a busy line is told as such', async (context) => {
  context.skip(noSipp !== undefined, `sipp (sip-tester) does not run: ${noSipp}`)
  await using sip = await startSipApp()
  const port = await freePort()
  await using folder = await tempFolder()
  await using tool = await sipp(folder.path, isBusy, ['-p', String(port)])
  await eventually(
    () => freeAt(port),
    (isFree) => !isFree,
  )
  await addSipNumber(sip, { address: `${host}:${port}` })
  await call(sip)
  expect(await endOf(sip.app)).toMatchObject({ status: 'NO_ANSWER', end_reason: 'busy' })
  expect(await tool.exit, tool.output()).toBe(0)
}, 60_000)

test('a call is handed over by REFER, and the other side is not hung up on before it has worked', async (context) => {
  context.skip(noSipp !== undefined, `sipp (sip-tester) does not run: ${noSipp}`)
  await using sip = await startSipApp({ stt: earsThatHear() })
  const port = await freePort()
  using telephone = await openTelephone(0)
  await using folder = await tempFolder()
  await using tool = await sipp(folder.path, answersAndTransfers(telephone.port), [
    '-p',
    String(port),
  ])
  await eventually(
    () => freeAt(port),
    (isFree) => !isFree,
  )
  await addSipNumber(sip, { address: `${host}:${port}` })
  const id = await call(sip)
  await telephone.whenSpokenTo()
  const path = `/v1/voice-agents/live-calls/${id}/transfer`
  const { status, body } = await sip.app.call('POST', path, { body: { to: '+442079460000' } })
  expect(status, JSON.stringify(body)).toBe(200)
  expect(await tool.exit, tool.output()).toBe(0)
  expect(await endOf(sip.app)).toMatchObject({ end_reason: 'transfer' })
}, 90_000)
