import { allowed, contactOf, type Core, newTag, openMedia } from './core.ts'
import { dialogOfInvite } from './dialog.ts'
import { Leg, type LegEnd } from './leg.ts'
import type { Headers, IncomingRequest } from './message.ts'
import { agreementWith, readDescription, writeAnswer, writeOffer } from './sdp.ts'
import type { ServerTransaction } from './server-transaction.ts'

/** A call that came in, until it is answered, refused or taken back. */
export class IncomingInvite {
  readonly request: IncomingRequest
  readonly #core: Core
  readonly #server: ServerTransaction
  readonly #tag = newTag()
  /** The user that was called: that of our Contact. */
  readonly #user: string
  #isUnwanted = false
  #onEnded: (() => void) | undefined

  constructor(core: Core, server: ServerTransaction, user: string) {
    this.#core = core
    this.#server = server
    this.#user = user
    this.request = server.request
  }

  /** The caller no longer wants it. */
  get isUnwanted(): boolean {
    return this.#isUnwanted
  }

  trying(): void {
    this.#server.respond(100)
  }

  ring(): void {
    this.#server.respond(180, { toTag: this.#tag, headers: this.#contact() })
  }

  refuse(status: number, headers: Headers = []): void {
    this.#server.respond(status, { toTag: this.#tag, headers })
  }

  cancel(): void {
    if (this.#server.isAnswered) return
    this.#isUnwanted = true
    this.refuse(487)
    this.#onEnded?.()
  }

  /** To be told when the caller gives up before there is an answer. */
  onCancelled(run: () => void): void {
    this.#onEnded = run
  }

  /** Undefined: it was taken back meanwhile, or there is no sound that both can. Then it is refused. */
  async answer(onEnded: (end: LegEnd) => void): Promise<Leg | undefined> {
    const { body } = this.request
    const offer = body === '' ? undefined : readDescription(body)
    const agreement = offer && agreementWith(offer)
    if (body !== '' && !agreement) {
      this.refuse(488)
      return undefined
    }
    const media = await openMedia(this.#core, this.#server.flow.address)
    if (!media || this.#isUnwanted) {
      media?.close()
      this.refuse(503)
      return undefined
    }
    const { publicAddress: address } = this.#core
    const ours = { address, port: media.port, version: 1 }
    const { flow } = this.#server
    const dialog = dialogOfInvite(this.request, { flow, user: this.#user, localTag: this.#tag })
    const leg = new Leg(this.#core, {
      dialog,
      media,
      version: 1,
      invite: this.#server,
      awaitsAnswer: offer === undefined,
      onEnded,
    })
    if (agreement) media.agree(agreement)
    const reply = {
      toTag: this.#tag,
      headers: [...this.#contact(), ['content-type', 'application/sdp'] as const],
      body: offer ? writeAnswer(offer, ours) : writeOffer(ours),
    }
    this.#server.respond(200, reply, () => leg.unacknowledged())
    return leg
  }

  #contact(): Headers {
    const routes = this.request.headers.filter(([name]) => name === 'record-route')
    return [
      ...routes,
      ['contact', contactOf(this.#core, this.#user, this.#server.flow.transport)],
      ['allow', allowed],
    ]
  }
}
