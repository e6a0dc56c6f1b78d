import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { guardedRequest, OutboundError } from '../../platform/guarded-http/index.ts'
import { job } from '../../platform/jobs/job.ts'
import { isGoogleContent, plainTextAddress } from './document-rules.ts'
import { saveDocument } from './save-document.ts'

const maxBytes = 10 * 1024 * 1024
/** A document may be filled or published some time after its address is told. */
const maxAttempts = 8
/** The export is on another host; where it asks to sign in, the document is not public. */
const maxRedirects = 3

export const fetchTranscriptJob = job({
  name: 'fetch-meeting-transcript',
  payload: z.object({ workspaceId: z.uuid(), meetingId: z.uuid(), url: z.string() }),
  maxAttempts,
  async handle(context: Context, { workspaceId, meetingId, url }, { signal }) {
    const address = plainTextAddress(url)
    if (address === undefined) return
    const text = await readPublic(context, address, signal).catch(orNothing)
    if (text === undefined) {
      context.log.info({ workspaceId, meetingId }, 'the document of a transcript cannot be read')
      return
    }
    const digest = createHash('sha256').update(text).digest('hex')
    await saveDocument(context, { workspaceId, meetingId, text, digest })
  },
})

/** Undefined when it may not be read without signing in, or is gone. Throws what may pass. */
async function readPublic(
  { outbound }: Context,
  address: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let url = address
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const { status, headers, body } = await guardedRequest(outbound, { url, maxBytes, signal })
    if (status === 200) return isPlainText(headers) ? body.toString('utf8') : undefined
    if (status === 429 || status >= 500) throw new Error(`The document's host answered ${status}.`)
    const next = headers['location']
    if (status < 300 || status >= 400 || next === undefined || !isGoogleContent(next)) {
      return undefined
    }
    url = next
  }
  return undefined
}

/** One that is too large stays so: asking for it again is of no use. */
function orNothing(error: unknown): undefined {
  if (error instanceof OutboundError && !error.retryable) return undefined
  throw error
}

/** A page to sign in is HTML. */
function isPlainText(headers: Readonly<Record<string, string>>): boolean {
  return (headers['content-type'] ?? '').startsWith('text/plain')
}
