import { escapedUser, hostPort, readNameAddress } from './address.ts'
import { contactOf, type Core, newTag, userAgentName } from './core.ts'
import { answerChallenges, type DigestLogin } from './digest.ts'
import {
  headerOf,
  type Headers,
  type IncomingResponse,
  listOf,
  type SipRequest,
} from './message.ts'
import { openTimers, type Timers } from './timers.ts'
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
const soonestS = 10
const longestS = 86_400
const againAfterFailureMs = 30_000

/** Tells a carrier where we are, and again before it forgets; what it answers ends that. */
export function keepRegistered(
  core: Core,
  registering: Registering,
  onFailed: (sentence: string) => void,
): () => void {
  const registration = new Registration(core, registering, onFailed)
  void registration.begin()
  return () => registration.stop()
}

type Sent = { readonly flow: Flow; readonly expiresS: number; readonly credentials: Headers }

class Registration {
  readonly #core: Core
  readonly #registering: Registering
  readonly #onFailed: (sentence: string) => void
  readonly #timers: Timers
  readonly #callId = newTag()
  readonly #tag = newTag()
  #seq = 0
  #isOver = false

  constructor(core: Core, registering: Registering, onFailed: (sentence: string) => void) {
    this.#core = core
    this.#registering = registering
    this.#onFailed = onFailed
    this.#timers = openTimers(core.clock)
  }

  async begin(): Promise<void> {
    const flow = await this.#registering.flow()
    if (this.#isOver) return
    if (flow) this.#send({ flow, expiresS: wantedS, credentials: [] })
    else this.#fail('its address is not known')
  }

  stop(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#timers.clear()
    void this.#registering.flow().then((flow) => {
      if (flow) this.#send({ flow, expiresS: 0, credentials: [] })
    })
  }

  #send(sent: Sent): void {
    const request = this.#requestOf(sent)
    this.#core.transactions.request(request, sent.flow, {
      onResponse: (response) => {
        if (response.status >= 200) this.#take(request, response, sent)
      },
      onFailed: () => this.#fail('no answer'),
    })
  }

  #requestOf({ flow, expiresS, credentials }: Sent): SipRequest {
    const { host, login, user } = this.#registering
    const own = `<sip:${escapedUser(login.username)}@${hostPort(host)}>`
    this.#seq += 1
    return {
      method: 'REGISTER',
      uri: `sip:${hostPort(host)}`,
      headers: [
        ['max-forwards', '70'],
        ['from', `${own};tag=${this.#tag}`],
        ['to', own],
        ['call-id', this.#callId],
        ['cseq', `${this.#seq} REGISTER`],
        ['contact', contactOf(this.#core, user, flow.transport)],
        ['expires', String(expiresS)],
        ['user-agent', userAgentName],
        ...credentials,
      ],
      body: '',
    }
  }

  #take(request: SipRequest, response: IncomingResponse, sent: Sent): void {
    const { status } = response
    const isChallenge = status === 401 || status === 407
    if (isChallenge && sent.credentials.length === 0) return this.#logIn(request, response, sent)
    if (this.#isOver) return
    const least = status === 423 ? Number(headerOf(response, 'min-expires') ?? 0) : 0
    if (least > sent.expiresS && least <= longestS) {
      return this.#send({ ...sent, expiresS: least, credentials: [] })
    }
    if (status >= 300) return this.#fail(`status ${status}`)
    const expiresS = expiryIn(response) ?? sent.expiresS
    this.#timers.after(Math.max(soonestS, expiresS * 0.8) * 1_000, () => void this.begin())
  }

  #logIn(request: SipRequest, response: IncomingResponse, sent: Sent): void {
    const isProxy = response.status === 407
    const challenges = listOf(response, isProxy ? 'proxy-authenticate' : 'www-authenticate')
    const answer = answerChallenges(challenges, this.#registering.login, request)
    if (answer === undefined) return this.#fail('a challenge that cannot be met')
    const name = isProxy ? 'proxy-authorization' : 'authorization'
    this.#send({ ...sent, credentials: [[name, answer]] })
  }

  #fail(why: string): void {
    if (this.#isOver) return
    this.#onFailed(`${this.#registering.host} does not take our registration: ${why}`)
    this.#timers.after(againAfterFailureMs, () => void this.begin())
  }
}

/** Of our Contact, else of the whole answer. */
function expiryIn(response: IncomingResponse): number | undefined {
  const [contact = ''] = listOf(response, 'contact')
  const told = readNameAddress(contact)?.params.get('expires') ?? headerOf(response, 'expires')
  return told !== undefined && /^\d{1,7}$/.test(told) ? Number(told) : undefined
}
