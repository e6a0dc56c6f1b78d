import { request } from 'undici'
import { TelephonyError, type TelephonyFailure } from '../port.ts'

export const provider = 'twilio'

const timeoutMs = 15_000
const maxAnswerBytes = 1_048_576

export type TwilioAccount = {
  readonly accountSid: string
  readonly authToken: string
}

export type TwilioRest = {
  /** Sends a form, or asks without one; answers the JSON object. Throws TelephonyError. */
  ask(path: string, form?: Form): Promise<Record<string, unknown>>
}

/** A field may be sent several times. */
export type Form = Readonly<Record<string, string | readonly string[]>>

/**
 * Twilio's REST API by plain HTTP: four requests are all that is needed, and its npm package would
 * bring 15 MB and a retry of its own, which may ring people twice.
 */
export function openRest(baseUrl: string, { accountSid, authToken }: TwilioAccount): TwilioRest {
  const root = `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  return {
    async ask(path, form) {
      const answer = await request(`${root}${path}`, {
        method: form ? 'POST' : 'GET',
        headers: {
          authorization,
          accept: 'application/json',
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        body: form ? encode(form) : null,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: unknown) => {
        throw unavailable(`Twilio cannot be reached: ${(error as Error).message}.`)
      })
      const body = await readObject(answer.body)
      if (answer.statusCode < 300) return body
      throw refusalOf(answer.statusCode, body)
    },
  }
}

function encode(form: Form): string {
  const encoded = new URLSearchParams()
  for (const [name, values] of Object.entries(form)) {
    for (const value of [values].flat()) encoded.append(name, value)
  }
  return encoded.toString()
}

async function readObject(body: AsyncIterable<Uint8Array>): Promise<Record<string, unknown>> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of body) {
      size += part.length
      if (size > maxAnswerBytes) throw new Error('the answer is too large')
      parts.push(part)
    }
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
    throw new Error('the answer is no object')
  } catch (error) {
    throw unavailable(`Twilio's answer makes no sense: ${(error as Error).message}.`)
  }
}

/** https://www.twilio.com/docs/api/errors */
const failures: Readonly<Record<number, TelephonyFailure>> = {
  20003: 'bad_credentials',
  20404: 'not_found',
  20429: 'limited',
  // Suspended, closed, no credit, or a country that the account may not call.
  20005: 'account',
  20006: 'account',
  21215: 'account',
  21216: 'account',
  21219: 'account',
  32_203: 'account',
  // Not a number, unreachable, or one that only looks like it.
  21211: 'invalid_number',
  21214: 'invalid_number',
  21217: 'invalid_number',
  21220: 'ended',
}

function refusalOf(status: number, body: Record<string, unknown>): TelephonyError {
  const code = Number(body.code ?? 0)
  const message = typeof body.message === 'string' ? body.message : `Status ${status}.`
  const failure = failures[code] ?? failureOfStatus(status)
  return new TelephonyError(provider, failure, message, {
    ...(code > 0 && { code: String(code) }),
    message,
  })
}

function failureOfStatus(status: number): TelephonyFailure {
  if (status === 401) return 'bad_credentials'
  if (status === 402 || status === 403) return 'account'
  if (status === 404) return 'not_found'
  if (status === 429) return 'limited'
  return status >= 500 ? 'unavailable' : 'refused'
}

function unavailable(sentence: string): TelephonyError {
  return new TelephonyError(provider, 'unavailable', sentence)
}
