import { Fathom as Sdk, HTTPClient } from 'fathom-typescript'
import { type Fathom, FathomError } from './port.ts'
import type { Pace } from './pace.ts'

/** A page with ten long transcripts is some megabytes and was seen to take Fathom a few seconds. */
const timeoutMs = 60_000
const maxAnswerBytes = 64 * 1024 * 1024
/** When Fathom says to wait and not how long. */
const unknownWaitMs = 60_000
const maxWaitMs = 3_600_000

export type FathomAccess = {
  readonly apiKey: string
  readonly serverUrl: string
  readonly pace: Pace
}

/** Fathom through its official SDK, which builds the requests; answers are read from their text. */
export function openFathomClient(access: FathomAccess): Fathom {
  return {
    async listMeetings({ cursor, createdAfter, withContent }) {
      const request = {
        ...(cursor !== undefined && { cursor }),
        ...(createdAfter !== undefined && { createdAfter }),
        includeTranscript: withContent,
        includeSummary: withContent,
        includeActionItems: withContent,
        includeCrmMatches: withContent,
      }
      const page = await ask(access, withContent, (sdk) => sdk.listMeetings(request))
      if (!Array.isArray(fieldOf(page, 'items'))) throw senseless('a page without meetings')
      return { meetings: listIn(page, 'items'), nextCursor: textIn(page, 'next_cursor') }
    },
    async getTranscript(recordingId) {
      // The SDK insists on a destination; an empty one counts as none.
      const request = { recordingId, destinationUrl: '' }
      const answer = await askForOne(access, true, (sdk) => sdk.getRecordingTranscript(request))
      return answer === undefined ? undefined : listIn(answer, 'transcript')
    },
    async getSummary(recordingId) {
      const answer = await askForOne(access, true, (sdk) =>
        sdk.getRecordingSummary({ recordingId }),
      )
      return textIn(fieldOf(answer, 'summary'), 'markdown_formatted')
    },
    async listTeams() {
      const page = await ask(access, false, (sdk) => sdk.listTeams({}))
      return listIn(page, 'items').flatMap((team) => textIn(team, 'name') ?? [])
    },
    async createWebhook(destinationUrl) {
      const answer = await ask(access, false, (sdk) =>
        sdk.createWebhook({
          destinationUrl,
          includeTranscript: true,
          includeSummary: true,
          includeActionItems: true,
          includeCrmMatches: false,
          triggeredFor: ['my_recordings', 'shared_external_recordings'],
        }),
      )
      const [id, secret] = [textIn(answer, 'id'), textIn(answer, 'secret')]
      if (id === undefined || secret === undefined)
        throw senseless('a webhook without id or secret')
      return { id, secret }
    },
    async deleteWebhook(id) {
      return (await askForOne(access, false, (sdk) => sdk.deleteWebhook({ id }))) !== undefined
    },
  }
}

/** Thrown into the SDK, which would make an error of its own of the status. */
class NotFound extends FathomError {
  constructor() {
    super('refused', 'Fathom answered with status 404: nothing is at this address.')
  }
}

/** Undefined when Fathom has no such thing. */
async function askForOne(
  access: FathomAccess,
  heavy: boolean,
  send: (sdk: Sdk) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await ask(access, heavy, send)
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

/**
 * Sends one request and answers what came back, as JSON. The SDK resolves a bad key, a wrong request
 * and a limit to the same undefined, so the status is looked at before it sees it; and it refuses
 * what its schemas do not foresee, so its reading of the answer is not used.
 */
async function ask(
  { apiKey, serverUrl, pace }: FathomAccess,
  heavy: boolean,
  send: (sdk: Sdk) => Promise<unknown>,
): Promise<unknown> {
  // The SDK rejects a promise of its own that nobody can catch for what no header can hold.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw badKey()
  const waitMs = pace.take(heavy)
  if (waitMs > 0) throw limited(waitMs)
  let outcome: { readonly answer: unknown } | { readonly error: Error } | undefined
  const httpClient = new HTTPClient({
    async fetcher(input: string | URL | Request, init?: RequestInit) {
      try {
        const response = await fetch(input, init).catch((error: unknown) => {
          throw unreachable(error)
        })
        const answer = await read(response, pace)
        outcome = { answer }
        const body = response.status === 204 ? null : JSON.stringify(answer)
        return new Response(body, { status: response.status, headers: jsonHeaders })
      } catch (error) {
        outcome = { error: error as Error }
        throw error
      }
    },
  })
  const sdk = new Sdk({
    serverURL: serverUrl,
    security: { apiKeyAuth: apiKey },
    httpClient,
    timeoutMs,
  })
  const failure: unknown = await send(sdk).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome === undefined) throw unreachable(failure)
  if ('error' in outcome) throw outcome.error
  return outcome.answer
}

const jsonHeaders = { 'content-type': 'application/json' }

async function read(response: Response, pace: Pace): Promise<unknown> {
  const { status, headers } = response
  if (headers.get('ratelimit-remaining') === '0') {
    pause(pace, secondsOf(headers.get('ratelimit-reset')))
  }
  if (status === 401 || status === 403) {
    throw badKey()
  }
  if (status === 404) throw new NotFound()
  if (status === 429) {
    throw limited(pause(pace, retryAfterOf(headers.get('retry-after')) ?? unknownWaitMs))
  }
  if (status >= 500) throw new FathomError('unavailable', `Fathom answered with status ${status}.`)
  if (status >= 300) throw new FathomError('refused', `Fathom answered with status ${status}.`)
  if (status === 204) return {}
  return parse(await textOf(response))
}

/** Answers how long, in milliseconds. */
function pause(pace: Pace, ms: number | undefined): number {
  const wait = Math.min(Math.max(ms ?? 0, 0), maxWaitMs)
  if (wait > 0) pace.pause(wait)
  return wait
}

function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : undefined
}

/** Seconds or a date, as RFC 9110 has it. */
function retryAfterOf(header: string | null): number | undefined {
  const ms = secondsOf(header)
  if (ms !== undefined || header === null) return ms
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : at - Date.now()
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    const body: AsyncIterable<Uint8Array> | [] = response.body ?? []
    for await (const part of body) {
      size += part.length
      if (size > maxAnswerBytes) throw senseless('an answer of more than 64 MiB')
      parts.push(part)
    }
  } catch (error) {
    throw error instanceof FathomError ? error : unreachable(error)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw senseless('something that is not JSON')
  }
}

function badKey(): FathomError {
  return new FathomError('bad_key', 'Fathom does not accept the API key.')
}

function limited(waitMs: number): FathomError {
  return new FathomError('limited', "Fathom's rate limit is reached.", waitMs)
}

function senseless(what: string): FathomError {
  return new FathomError('unavailable', `Fathom answered ${what}.`)
}

function unreachable(error: unknown): FathomError {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  const reason = cause?.code ?? cause?.message ?? message
  return new FathomError('unavailable', `Fathom cannot be reached: ${reason}.`)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined
}

function textIn(value: unknown, name: string): string | undefined {
  const text = fieldOf(value, name)
  return typeof text === 'string' && text.trim() !== '' ? text : undefined
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name)
  return Array.isArray(list) ? list : []
}
