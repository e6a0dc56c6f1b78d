import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { openSipEndpoint } from '../../src/providers/telephony/index.ts'
import { openVoiceEngine } from '../../src/providers/voice-engine/index.ts'
import { eventually } from '../eventually.ts'
import { startTestApp, type TestApp, type TestAppOptions } from '../test-app.ts'
import { earsThatHear, makeTalker } from '../voice-ears.ts'

export const host = '127.0.0.1'
export const number = '+442079460958'
export const login = { username: 'ann', password: 'long-enough-secret' }

/** An app that speaks SIP on this machine, with an agent that greets and hears "Goodbye". */
export async function startSipApp(options: TestAppOptions = {}) {
  // Loaded before anybody calls: a telephone speaks after four seconds, greeted or not.
  await openVoiceEngine().prepare()
  const sip = await openSipEndpoint(
    { host, port: 0, publicAddress: host, rtpPorts: [26_000, 27_999] },
    { mayReach: () => true, onProblem() {} },
  )
  const app = await startTestApp({ stt: earsThatHear('Goodbye'), telephony: { sip }, ...options })
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello, this is Acme.', greetingMessageType: 'STATIC' },
  })
  return { app, port: sip.port, agent, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

type SipApp = Awaited<ReturnType<typeof startSipApp>>

type NumberWishes = {
  readonly address?: string
  readonly transportType?: string
  readonly outbound?: object
  readonly inbound?: object
}

/** A number of the agent, whose calls go to `address`. */
export async function addSipNumber(
  { app, agent }: SipApp,
  { address = 'registered', transportType = 'UDP', outbound = {}, inbound = {} }: NumberWishes = {},
): Promise<string> {
  const { status, body } = await app.call('POST', '/v1/voice-agents/phone-number', {
    body: {
      type: 'SIP',
      phoneNumber: number,
      sipOutboundConfigs: { address, transportType, ...outbound },
      sipInboundConfigs: inbound,
    },
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  const { id } = body.data as { id: string }
  await app.db.pool.query('update phone_number set agent_id = $1 where id = $2', [agent.id, id])
  return id
}

type Ended = { readonly status: string; readonly end_reason: string; readonly direction: string }

export function endOf({ db }: TestApp): Promise<Ended | undefined> {
  const sql = 'select status, end_reason, direction from agent_call where ended_at is not null'
  return eventually(
    async () => (await db.pool.query<Ended>(sql)).rows[0],
    (row) => row !== undefined,
    40_000,
  )
}

export async function turnsOf({ db }: TestApp): Promise<string[]> {
  const sql = 'select speaker, text from agent_call_turn order by start_ms'
  const { rows } = await db.pool.query<{ speaker: string; text: string }>(sql)
  return rows.map(({ speaker, text }) => `${speaker}: ${text}`)
}

/** Somebody's ear and mouth over RTP: answers to where it hears from. */
export async function openTelephone(payloadType: 0 | 8) {
  const socket: Socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const silence = payloadType === 8 ? 0xd5 : 0xff
  let from: { address: string; port: number } | undefined
  const heard = { packets: 0, loud: 0, lastLoudAt: 0 }
  socket.on('message', (bytes, source) => {
    from = source
    heard.packets += 1
    const isLoud =
      bytes.subarray(12).filter((byte) => (byte | 0x80) !== (silence | 0x80)).length > 80
    if (!isLoud) return
    heard.loud += 1
    heard.lastLoudAt = performance.now()
  })
  let [sequence, timestamp] = [1, 160]
  return {
    port: socket.address().port,
    heard,
    /** Says this in the codec agreed on, in real time. */
    async say(sound: Uint8Array): Promise<void> {
      const startedAt = performance.now()
      for (let at = 0, count = 0; at < sound.length; at += 160, count += 1) {
        const packet = Buffer.alloc(12 + 160, silence)
        packet.set([0x80, payloadType], 0)
        packet.writeUInt16BE((sequence += 1) & 0xffff, 2)
        packet.writeUInt32BE((timestamp += 160) >>> 0, 4)
        packet.writeUInt32BE(77, 8)
        packet.set(sound.subarray(at, at + 160), 12)
        if (from) socket.send(packet, from.port, from.address)
        const waitMs = startedAt + count * 20 - performance.now()
        await new Promise((done) => {
          setTimeout(done, Math.max(0, waitMs))
        })
      }
    },
    /** Resolves when nothing was said for a while after something was. */
    whenSpokenTo: () =>
      eventually(
        () => heard.loud > 10 && performance.now() - heard.lastLoudAt > 600,
        (isOver) => isOver,
        30_000,
      ),
    [Symbol.dispose]: () => socket.close(),
  }
}
