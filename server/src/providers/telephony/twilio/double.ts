import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openListeners } from '../listeners.ts'
import { type CallEvent, isFinal } from '../port.ts'
import type { CalleeDirectory } from '../simulated/callee.ts'
import { openSimulatedCarrier } from '../simulated/carrier.ts'
import type { Clock } from '../simulated/clock.ts'
import { type Fields, fieldsOf, one, problemOfCreation, problemOfUpdate } from './double-requests.ts'
import { signatureOf } from './signature.ts'

/** A call as the double keeps it. */
type DoubleCall = {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly createdAt: Date
  twiml: string
  status: string
  durationS: number
  readonly statusCallback: string | undefined
  readonly events: readonly string[]
  readonly amdCallback: string | undefined
}

export type TwilioDoubleOptions = {
  readonly accountSid: string
  readonly authToken: string
  readonly clock: Clock
  readonly calleeOf: CalleeDirectory
}

/** How Twilio words the ends that only SIP tells apart. */
const wordings: Readonly<Record<string, string>> = {
  answered: 'in-progress',
  declined: 'busy',
  blocked: 'failed',
  invalid: 'failed',
}
const eventOf: Readonly<Record<string, string>> = {
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
}

/**
 * A server that speaks Twilio's protocol: it checks every request as Twilio does, lets the callees of
 * the simulated carrier answer, and tells of it by signed callbacks, one after the other.
 */
export async function startTwilioDouble(options: TwilioDoubleOptions) {
  const { accountSid, authToken, clock, calleeOf } = options
  const root = `/2010-04-01/Accounts/${accountSid}`
  const listeners = openListeners()
  let count = 0
  const newSid = () => `CA${String((count += 1)).padStart(32, '0')}`
  const network = openSimulatedCarrier({ newId: newSid, clock, calleeOf, listeners, detectionMs: 2_000 })
  const calls = new Map<string, DoubleCall>()
  /** Requests that the real Twilio would refuse, other than those that tests mean to be wrong. */
  const refused: string[] = []
  let callbacks: Promise<void> = Promise.resolve()

  function call(sid: string, url: string | undefined, form: Record<string, string>): void {
    if (url === undefined) return
    callbacks = callbacks.then(async () => {
      const reply = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signatureOf(authToken, url, form),
        },
        body: new URLSearchParams(form),
      }).catch((error: unknown) => error as Error)
      if (reply instanceof Error || !reply.ok) {
        refused.push(`callback of ${sid}: ${reply instanceof Error ? reply.message : reply.status}`)
      }
    })
  }

  listeners.listen({
    onEvent(event) {
      const known = calls.get(event.callId)
      if (!known) return
      if (event.status === 'detected') {
        const word = event.greetingEnded ? 'machine_end_beep' : 'machine_start'
        const AnsweredBy = event.answeredBy === 'human' ? 'human' : word
        const form = { CallSid: known.sid, AccountSid: accountSid, AnsweredBy }
        return call(known.sid, known.amdCallback, form)
      }
      known.status = wordings[event.status] ?? event.status
      known.durationS = event.durationS ?? 0
      if (!known.events.includes(eventOf[known.status] ?? 'completed')) return
      call(known.sid, known.statusCallback, callbackForm(known, event, accountSid))
    },
  })

  async function create(fields: Fields): Promise<Reply> {
    const problem = problemOfCreation(fields)
    if (problem) return refusal(problem)
    const to = one(fields, 'To') ?? ''
    const callee = calleeOf(to)
    if (callee.kind === 'refused') return refusal(problemOfFailure(callee.failure))
    const detection = one(fields, 'MachineDetection')
    const { callId: sid } = await network.placeCall({
      from: one(fields, 'From') ?? '',
      to,
      reference: '',
      idempotencyKey: newSid(),
      ringTimeoutS: Number(one(fields, 'Timeout') ?? 60),
      ...(fields.has('TimeLimit') && { maxDurationS: Number(one(fields, 'TimeLimit')) }),
      machineDetection:
        detection === undefined ? 'off' : detection === 'Enable' ? 'fast' : 'message',
    })
    const made: DoubleCall = {
      sid,
      from: one(fields, 'From') ?? '',
      to,
      createdAt: new Date(clock.nowMs()),
      twiml: one(fields, 'Twiml') ?? '',
      status: 'queued',
      durationS: 0,
      statusCallback: one(fields, 'StatusCallback'),
      events: fields.get('StatusCallbackEvent') ?? ['completed'],
      amdCallback: one(fields, 'AsyncAmdStatusCallback'),
    }
    calls.set(sid, made)
    return { status: 201, body: shownCall(made) }
  }

  async function update(known: DoubleCall, fields: Fields): Promise<Reply> {
    const problem = problemOfUpdate(fields)
    if (problem) return refusal(problem)
    const isOver = isOverWord(known.status)
    if (one(fields, 'Status') !== undefined) {
      if (isOver) return refusal({ status: 404, code: 20_404, message: 'The call was not found' })
      await network.hangUp(known.sid)
      return { status: 200, body: shownCall(known) }
    }
    if (known.status !== 'in-progress') {
      return refusal({ status: 400, code: 21_220, message: 'Call is not in-progress.' })
    }
    known.twiml = one(fields, 'Twiml') ?? ''
    const digits = /<Play digits="([^"]+)"/.exec(known.twiml)?.[1]
    if (digits) await network.sendDigits(known.sid, { digits })
    const dialled = /<(?:Number|Sip)>([^<]+)</.exec(known.twiml)?.[1]
    if (dialled) await network.transfer(known.sid, { to: dialled })
    return { status: 200, body: shownCall(known) }
  }

  async function answer(request: IncomingMessage): Promise<Reply> {
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
    if (request.headers.authorization !== expected) {
      return refusal({ status: 401, code: 20_003, message: 'Authenticate' })
    }
    const url = new URL(request.url ?? '/', 'http://double')
    const [, sid] = /\/Calls\/([^/]+)\.json$/.exec(url.pathname) ?? []
    if (request.method === 'POST') {
      if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
        return refusal({ status: 415, code: 20_415, message: 'Unsupported Media Type' })
      }
      const fields = fieldsOf(await textOf(request))
      if (url.pathname === `${root}/Calls.json`) return create(fields)
      const known = calls.get(sid ?? '')
      if (known) return update(known, fields)
    }
    if (request.method === 'GET') {
      if (url.pathname === `${root}/Calls.json`) return { status: 200, body: list(url.searchParams) }
      const known = calls.get(sid ?? '')
      if (known) return { status: 200, body: shownCall(known) }
    }
    return refusal({ status: 404, code: 20_404, message: 'The requested resource was not found' })
  }

  function list(query: URLSearchParams): object {
    const found = [...calls.values()].filter(
      ({ from, to }) => from === query.get('From') && to === query.get('To'),
    )
    return { calls: found.reverse().map(shownCall) }
  }

  const server = createServer((request, response) => {
    void answer(request).then((reply) => {
      if (reply.status >= 400) refused.push(JSON.stringify(reply.body))
      send(response, reply)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    refused,
    /** What a call is told to do, as TwiML. */
    twimlOf: (sid: string) => calls.get(sid)?.twiml,
    digitsSentTo: network.digitsSentTo,
    placed: () => calls.size,
    /** Until all callbacks so far were answered. */
    told: async () => {
      let before: Promise<void> | undefined
      while (before !== callbacks) {
        before = callbacks
        await before
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type Reply = { readonly status: number; readonly body: object }

function refusal({ status, code, message }: { status: number; code: number; message: string }): Reply {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  return { status, body: { code, message, more_info, status } }
}

function problemOfFailure(failure: string) {
  const problems: Readonly<Record<string, { status: number; code: number; message: string }>> = {
    invalid_number: { status: 400, code: 21_217, message: 'Phone number does not appear valid' },
    limited: { status: 429, code: 20_429, message: 'Too Many Requests' },
    account: { status: 400, code: 21_215, message: 'Geo-permissions do not allow this call' },
    unavailable: { status: 503, code: 20_503, message: 'Service Unavailable' },
  }
  return problems[failure] ?? { status: 400, code: 20_001, message: 'Bad request' }
}

function callbackForm(call: DoubleCall, event: CallEvent, AccountSid: string) {
  const sip = event.cause?.sip
  return {
    CallSid: call.sid,
    AccountSid,
    From: call.from,
    To: call.to,
    CallStatus: call.status,
    Direction: 'outbound-api',
    Timestamp: event.at.toUTCString().replace('GMT', '+0000'),
    SequenceNumber: String(event.sequence),
    CallbackSource: 'call-progress-events',
    ...(sip !== undefined && { SipResponseCode: String(sip) }),
    ...(isFinal(event.status) && { CallDuration: String(call.durationS) }),
  }
}

function isOverWord(status: string): boolean {
  return ['completed', 'busy', 'no-answer', 'failed', 'canceled'].includes(status)
}

function shownCall({ sid, from, to, status, durationS, createdAt }: DoubleCall): object {
  return {
    sid,
    from,
    to,
    status,
    duration: isOverWord(status) ? String(durationS) : null,
    date_created: createdAt.toUTCString().replace('GMT', '+0000'),
    direction: 'outbound-api',
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
