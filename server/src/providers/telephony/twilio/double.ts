import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DoubleNetwork, refusal, type Reply, type TwilioDoubleOptions } from './double-network.ts'
import { fieldsOf } from './double-requests.ts'

/**
 * A server that speaks Twilio's protocol: it checks every request as Twilio does, lets the callees of
 * the simulated carrier answer, and tells of it by signed callbacks, one after the other.
 */
export async function startTwilioDouble(options: TwilioDoubleOptions) {
  const network = new DoubleNetwork(options)
  const server = createServer((request, response) => {
    void answer(request, options, network).then((reply) => {
      if (reply.status >= 400) network.refused.push(JSON.stringify(reply.body))
      send(response, reply)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    /** What the real one would refuse, and callbacks that were not taken. */
    refused: network.refused,
    /** What a call is told to do, as TwiML. */
    twimlOf: (sid: string) => network.find(sid)?.twiml,
    digitsSentTo: (sid: string) => network.digitsSentTo(sid),
    placed: () => network.placed,
    /** Until all callbacks so far were answered. */
    told: () => network.told(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  request: IncomingMessage,
  options: TwilioDoubleOptions,
  network: DoubleNetwork,
): Promise<Reply> {
  const { accountSid, authToken } = options
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  if (request.headers.authorization !== expected) {
    return refusal({ status: 401, code: 20_003, message: 'Authenticate' })
  }
  const url = new URL(request.url ?? '/', 'http://double')
  const about = aboutAccount(url, options)
  if (about) return about
  const isList = url.pathname === `/2010-04-01/Accounts/${accountSid}/Calls.json`
  const [, sid = ''] = /\/Calls\/([^/]+)\.json$/.exec(url.pathname) ?? []
  const known = network.find(sid)
  if (!isList && !known) {
    return refusal({ status: 404, code: 20_404, message: 'The requested resource was not found' })
  }
  if (request.method === 'GET') return known ? network.show(known) : network.list(url.searchParams)
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
    return refusal({ status: 415, code: 20_415, message: 'Unsupported Media Type' })
  }
  const fields = fieldsOf(await textOf(request))
  return known ? network.update(known, fields) : network.create(fields)
}

/** What the account says of itself and of its numbers. */
function aboutAccount(url: URL, options: TwilioDoubleOptions): Reply | undefined {
  const { accountSid: sid, accountStatus: status = 'active', numbers = new Map() } = options
  const account = `/2010-04-01/Accounts/${sid}`
  if (url.pathname === `${account}.json`) {
    return { status: 200, body: { sid, status, friendly_name: 'Sales' } }
  }
  if (url.pathname !== `${account}/IncomingPhoneNumbers.json`) return undefined
  const number = url.searchParams.get('PhoneNumber') ?? ''
  const voiceUrl: unknown = numbers.get(number)
  const found = { phone_number: number, voice_url: voiceUrl, capabilities: { voice: true } }
  return { status: 200, body: { incoming_phone_numbers: voiceUrl === undefined ? [] : [found] } }
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
