import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker, someSpeech } from '../../../test/voice-ears.ts'
import { encodeMulaw, openVirtualClock } from '../../providers/telephony/index.ts'
import { startTwilioDouble } from '../../providers/telephony/twilio/double.ts'
import { signatureOf } from '../../providers/telephony/twilio/signature.ts'
import { toTelephoneRate } from './telephone-sound.ts'

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'very secret' }
const number = '+12025550123'
const caller = '+12025550110'
const pieceBytes = 160
const pieceMs = 20

async function startWithTwilio() {
  const double = await startTwilioDouble({
    ...account,
    clock: openVirtualClock(),
    calleeOf: () => ({ kind: 'busy' }),
  })
  const app = await startTestApp({
    stt: earsThatHear('Goodbye'),
    environment: { TWILIO_API_URL: double.url },
  })
  Object.assign(app.context.config, { publicUrl: app.baseUrl })
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello, this is Acme.', greetingMessageType: 'STATIC' },
  })
  const { body } = await app.call('POST', '/v1/voice-agents/phone-number', {
    body: {
      type: 'TWILIO',
      phoneNumber: number,
      label: 'Sales',
      twilioAccountSid: account.accountSid,
      twilioAuthToken: account.authToken,
    },
  })
  const { id } = body.data as { id: string }
  await app.db.pool.query('update phone_number set agent_id = $1 where id = $2', [agent.id, id])
  return {
    app,
    id,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await double[Symbol.asyncDispose]()
    },
  }
}

type Twilio = Awaited<ReturnType<typeof startWithTwilio>>

/** Rings as Twilio does; the address and parameters of the stream it is told to open. */
async function ring({ app, id }: Twilio) {
  const url = `${app.baseUrl}/telephony/twilio/${app.owner.workspaceId}/${id}/voice`
  const form = { CallSid: 'CA1', From: caller, To: number, CallStatus: 'ringing' }
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signatureOf(account.authToken, url, form),
    },
    body: new URLSearchParams(form),
  })
  const twiml = await reply.text()
  const parameters = [...twiml.matchAll(/<Parameter name="([^"]+)" value="([^"]+)"/g)]
  return {
    url: twiml.match(/<Stream url="([^"]+)"/)?.[1] ?? '',
    customParameters: Object.fromEntries(
      parameters.map(([, name = '', value = '']) => [name, value] as const),
    ) as Record<string, string>,
  }
}

/** One socket of Media Streams, as Twilio opens it: what it plays is played at once. */
function openStream(url: string, customParameters: Readonly<Record<string, string>>) {
  const socket = new WebSocket(url)
  const send = (frame: object) =>
    socket.send(JSON.stringify({ sequenceNumber: '1', streamSid: 'MZ1', ...frame }))
  const heard = { bytes: 0, marks: 0 }
  socket.on('open', () => {
    send({ event: 'connected', protocol: 'Call', version: '1.0.0' })
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8_000, channels: 1 }
    const { accountSid } = account
    const tracks = ['inbound']
    const start = { callSid: 'CA1', accountSid, streamSid: 'MZ1', tracks, mediaFormat }
    send({ event: 'start', start: { ...start, customParameters } })
  })
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as {
      readonly event: string
      readonly streamSid: string
      readonly media?: { readonly payload: string }
      readonly mark?: { readonly name: string }
    }
    expect(frame.streamSid).toBe('MZ1')
    heard.bytes += Buffer.from(frame.media?.payload ?? '', 'base64').length
    if (!frame.mark) return
    heard.marks += 1
    send({ event: 'mark', mark: frame.mark })
  })
  return { socket, send, heard }
}

test('what Twilio streams of a call is heard and answered, and its end is the end', async () => {
  await using twilio = await startWithTwilio()
  const { url, customParameters } = await ring(twilio)
  expect(url).toBe(`${twilio.app.baseUrl.replace('http', 'ws')}/telephony/twilio/stream`)
  const { socket, send, heard } = openStream(url, customParameters)
  const { pool } = twilio.app.db
  const turns = async () => {
    const sql = 'select speaker, text from agent_call_turn order by start_ms'
    const { rows } = await pool.query<{ speaker: string; text: string }>(sql)
    return rows.map(({ speaker, text }) => `${speaker}: ${text}`)
  }
  await eventually(turns, ({ length }) => length === 1, 20_000)
  expect(heard.bytes).toBeGreaterThan(4_000)
  expect(heard.marks).toBeGreaterThan(0)

  const speech = await someSpeech(1_500)
  const sound = encodeMulaw(toTelephoneRate(Int16Array.from(speech, (sample) => sample * 32_767)))
  // Silence in μ-law.
  const audio = Buffer.concat([sound, Buffer.alloc(8_000 * 2, 0xff)])
  for (let at = 0; at < audio.length; at += pieceBytes) {
    const payload = audio.subarray(at, at + pieceBytes).toString('base64')
    send({ event: 'media', media: { track: 'inbound', timestamp: String(at / 8), payload } })
    await new Promise((done) => {
      setTimeout(done, pieceMs)
    })
  }
  await eventually(turns, ({ length }) => length === 3, 20_000)
  expect(await turns()).toEqual([
    'agent: Hello, this is Acme.',
    'user: Goodbye',
    'agent: Thank you for calling. Goodbye!',
  ])
  send({ event: 'stop', stop: { callSid: 'CA1', accountSid: account.accountSid } })
  const ends = async () => {
    const sql = 'select status, direction from agent_call where ended_at is not null'
    return (await pool.query<object>(sql)).rows
  }
  const ended = await eventually(ends, ({ length }) => length === 1, 20_000)
  expect(ended).toEqual([{ status: 'COMPLETED', direction: 'inbound' }])
  socket.close()
}, 90_000)
