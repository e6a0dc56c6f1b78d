import { hostPort, readNameAddress } from './address.ts'
import { contactOf, type Core, newTag, userAgentName } from './core.ts'
import { answerChallenges, type DigestLogin } from './digest.ts'
import {
  headerOf,
  type Headers,
  type IncomingResponse,
  listOf,
  type SipRequest,
} from './message.ts'
import { openTimers } from './timers.ts'
import type { Flow } from './wire.ts'

export type Registering = {
  /** Domain of the registrar. */
  readonly host: string
  readonly login: DigestLogin
  /** The user of our Contact: the number. */
  readonly user: string
  readonly flow: () => Promise<Flow | undefined>
}

const wantedS = 300
const againAfterFailureMs = 30_000

/** Tells a carrier where we are, and again before it forgets; what it answers ends that. */
export function keepRegistered(
  core: Core,
  registering: Registering,
  onFailed: (sentence: string) => void,
): () => void {
  const timers = openTimers(core.clock)
  const { host, login, user } = registering
  const callId = `${newTag()}@${core.publicAddress}`
  const tag = newTag()
  let seq = 0
  let isOver = false

  function requestOf(flow: Flow, expiresS: number, credentials: Headers): SipRequest {
    seq += 1
    const own = `<sip:${encodeURIComponent(login.username)}@${hostPort(host)}>`
    return {
      method: 'REGISTER',
      uri: `sip:${hostPort(host)}`,
      headers: [
        ['max-forwards', '70'],
        ['from', `${own};tag=${tag}`],
        ['to', own],
        ['call-id', callId],
        ['cseq', `${seq} REGISTER`],
        ['contact', contactOf(core, user, flow.transport)],
        ['expires', String(expiresS)],
        ['user-agent', userAgentName],
        ...credentials,
      ],
      body: '',
    }
  }

  function send(flow: Flow, expiresS: number, credentials: Headers = []): void {
    const request = requestOf(flow, expiresS, credentials)
    core.transactions.request(request, flow, {
      onResponse(response) {
        if (response.status >= 200) take(request, response, { flow, expiresS, credentials })
      },
      onFailed: () => fail('no answer'),
    })
  }

  function take(
    request: SipRequest,
    response: IncomingResponse,
    sent: { readonly flow: Flow; readonly expiresS: number; readonly credentials: Headers },
  ): void {
    const { status } = response
    const isChallenge = (status === 401 || status === 407) && sent.credentials.length === 0
    if (isChallenge) {
      const isProxy = status === 407
      const names = isProxy ? 'proxy-authenticate' : 'www-authenticate'
      const answer = answerChallenges(listOf(response, names), login, request)
      if (answer === undefined) return fail('a challenge that cannot be met')
      const name = isProxy ? 'proxy-authorization' : 'authorization'
      return send(sent.flow, sent.expiresS, [[name, answer]])
    }
    if (isOver) return
    if (status === 423) {
      const least = Number(headerOf(response, 'min-expires') ?? 0)
      if (least > sent.expiresS && least <= 86_400) return send(sent.flow, least)
    }
    if (status >= 300) return fail(`status ${status}`)
    const expiresS = expiryIn(response) ?? sent.expiresS
    timers.after(Math.max(10, expiresS * 0.8) * 1_000, () => void begin())
  }

  function fail(why: string): void {
    if (isOver) return
    onFailed(`${host} does not take our registration: ${why}`)
    timers.after(againAfterFailureMs, () => void begin())
  }

  async function begin(): Promise<void> {
    const flow = await registering.flow()
    if (isOver) return
    if (flow) send(flow, wantedS)
    else fail('its address is not known')
  }

  void begin()
  return () => {
    if (isOver) return
    isOver = true
    timers.clear()
    void registering.flow().then((flow) => flow && send(flow, 0))
  }
}

/** Of our Contact, else of the whole answer. */
function expiryIn(response: IncomingResponse): number | undefined {
  const [contact = ''] = listOf(response, 'contact')
  const told = readNameAddress(contact)?.params.get('expires') ?? headerOf(response, 'expires')
  return told !== undefined && /^\d{1,7}$/.test(told) ? Number(told) : undefined
}
