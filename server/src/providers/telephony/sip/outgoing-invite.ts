import type { ClientTransaction } from './client-transaction.ts'
import { allowed, contactOf, type Core, newTag, userAgentName } from './core.ts'
import { dialogOfAnswer, flowWithin, requestWithin } from './dialog.ts'
import { answerChallenges, type DigestLogin } from './digest.ts'
import { Leg, type LegEnd } from './leg.ts'
import type { RtpSession } from './media-session.ts'
import {
  headerOf,
  type Headers,
  type IncomingResponse,
  listOf,
  type SipRequest,
} from './message.ts'
import { agreementWith, readDescription, writeOffer } from './sdp.ts'
import { transactionMs } from './timers.ts'
import type { Flow } from './wire.ts'

export type InviteOrder = {
  readonly flow: Flow
  /** Whom to call, and who calls. */
  readonly uri: string
  readonly from: string
  /** The user of our Contact. */
  readonly user: string
  readonly callId: string
  readonly login: DigestLogin | undefined
  readonly headers: Headers
}

export type InviteFailure = {
  /** Of the refusal; 408 and 503 stand for no answer and nobody there. */
  readonly status: number
  readonly q850: number | undefined
  /** Nothing but the refusal came: the call was never taken on. */
  readonly wasTaken: boolean
  readonly why: 'refused' | 'timeout' | 'unreachable'
}

export type InviteHandlers = {
  readonly onTaken: () => void
  readonly onRinging: () => void
  readonly onAnswered: (leg: Leg) => void
  readonly onFailed: (failure: InviteFailure) => void
  readonly onEnded: (end: LegEnd) => void
}

/** A challenge may be out of date once. */
const maxLogins = 2

/** Calls somebody: until they answer, refuse, or we take it back. */
export class OutgoingInvite {
  readonly #core: Core
  readonly #order: InviteOrder
  readonly #media: RtpSession
  readonly #handlers: InviteHandlers
  readonly #tag = newTag()
  #transaction: ClientTransaction | undefined
  #leg: Leg | undefined
  #resendAck: () => void = () => {}
  #seq = 0
  #logins = 0
  #wasTaken = false
  #wasRinging = false
  #isUnwanted = false
  #isOver = false

  constructor(core: Core, order: InviteOrder, media: RtpSession, handlers: InviteHandlers) {
    this.#core = core
    this.#order = order
    this.#media = media
    this.#handlers = handlers
    this.#send([])
  }

  /** Takes the call back; who has answered in the same moment is hung up on. */
  cancel(): void {
    if (this.#isUnwanted || this.#isOver) return
    this.#isUnwanted = true
    // Before a first answer it may not be sent: it could overtake the call.
    if (this.#wasTaken) this.#takeBack()
  }

  #takeBack(): void {
    const transaction = this.#transaction
    if (!transaction) return
    this.#core.transactions.cancel(transaction)
    // Who does not even answer that is given up.
    this.#core.clock.after(transactionMs, () => {
      transaction.close()
      this.#fail(487, undefined, 'refused')
    })
  }

  #take(): void {
    if (this.#wasTaken) return
    this.#wasTaken = true
    this.#handlers.onTaken()
    if (this.#isUnwanted) this.#takeBack()
  }

  #send(credentials: Headers): void {
    const { publicAddress: address } = this.#core
    const { flow, uri, from, user, callId, headers } = this.#order
    this.#seq += 1
    const request: SipRequest = {
      method: 'INVITE',
      uri,
      headers: [
        ['max-forwards', '70'],
        ['from', `<${from}>;tag=${this.#tag}`],
        ['to', `<${uri}>`],
        ['call-id', callId],
        ['cseq', `${this.#seq} INVITE`],
        ['contact', contactOf(this.#core, user, flow.transport)],
        ['allow', allowed],
        ['user-agent', userAgentName],
        ...headers,
        ...credentials,
        ['content-type', 'application/sdp'],
      ],
      body: writeOffer({ address, port: this.#media.port, version: 1 }),
    }
    this.#transaction = this.#core.transactions.request(request, flow, {
      onResponse: (response) => this.#receive(request, response),
      onFailed: (why) => this.#fail(why === 'timeout' ? 408 : 503, undefined, why),
    })
  }

  #receive(request: SipRequest, response: IncomingResponse): void {
    const { status } = response
    if (status >= 300) return this.#refused(request, response)
    if (status >= 200) return this.#accepted(request, response)
    this.#take()
    if (status < 180 || this.#wasRinging || this.#isUnwanted) return
    this.#wasRinging = true
    this.#handlers.onRinging()
  }

  #refused(request: SipRequest, response: IncomingResponse): void {
    const { status } = response
    const credentials = this.#isUnwanted ? undefined : this.#credentials(request, response)
    if (credentials) return this.#send([credentials])
    this.#fail(status, q850In(response), 'refused')
  }

  #credentials(request: SipRequest, response: IncomingResponse) {
    const { login } = this.#order
    const isProxy = response.status === 407
    if (!login || (response.status !== 401 && !isProxy) || this.#logins >= maxLogins) {
      return undefined
    }
    const challenges = listOf(response, isProxy ? 'proxy-authenticate' : 'www-authenticate')
    // The same credentials are not refused twice, unless only their challenge was too old.
    if (this.#logins > 0 && !challenges.some((each) => /stale\s*=\s*"?true/i.test(each))) {
      return undefined
    }
    this.#logins += 1
    const { method, uri } = request
    const answer = answerChallenges(challenges, login, { method, uri })
    const name = isProxy ? 'proxy-authorization' : 'authorization'
    return answer === undefined ? undefined : ([name, answer] as const)
  }

  #accepted(request: SipRequest, response: IncomingResponse): void {
    const { flow, user } = this.#order
    const dialog = dialogOfAnswer(request, response, { flow, user })
    // Our ACK was lost, and the answer came again.
    if (this.#leg?.dialog.remoteTag === dialog.remoteTag) return this.#resendAck()
    const ack = requestWithin(this.#core, dialog, 'ACK')
    this.#resendAck = this.#core.transactions.sendAck(ack, flowWithin(this.#core, dialog))
    if (this.#leg || this.#isOver) return this.#hangUpOn(dialog)
    if (!this.#isUnwanted) this.#take()
    const answer = readDescription(response.body)
    const agreement = answer && agreementWith(answer)
    if (!agreement || this.#isUnwanted) {
      this.#hangUpOn(dialog)
      return this.#fail(agreement ? 487 : 488, undefined, 'refused')
    }
    this.#isOver = true
    this.#media.agree(agreement)
    const { onEnded } = this.#handlers
    this.#leg = new Leg(this.#core, { dialog, media: this.#media, version: 1, onEnded })
    this.#handlers.onAnswered(this.#leg)
  }

  /** Somebody else who answered too, or somebody whom we have no words for. */
  #hangUpOn(dialog: ReturnType<typeof dialogOfAnswer>): void {
    const bye = requestWithin(this.#core, dialog, 'BYE')
    const handlers = { onResponse() {}, onFailed() {} }
    this.#core.transactions.request(bye, flowWithin(this.#core, dialog), handlers)
  }

  #fail(status: number, q850: number | undefined, why: InviteFailure['why']): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#media.close()
    this.#handlers.onFailed({ status, q850, wasTaken: this.#wasTaken, why })
  }
}

function q850In(response: IncomingResponse): number | undefined {
  const cause = /Q\.850\s*;.*?cause=(\d{1,3})/i.exec(headerOf(response, 'reason') ?? '')?.[1]
  return cause === undefined ? undefined : Number(cause)
}
