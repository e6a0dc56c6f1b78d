import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { recordingEndpoints } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { invalid } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { addRecording } from './add-recording.ts'
import { maxFileBytes } from './limits.ts'
import { inEnvelope } from './recordings.ts'
import { discardUpload, keepUpload, type Received, refusalOfStore } from './uploads.ts'

/** Of the text fields of a form. */
const formLimits = { files: 2, fields: 20, parts: 25, fieldNameSize: 100, fieldSize: 10_000 }

/** A recording as a file in a form, or as an address in JSON. */
export async function uploadRoutes(http: FastifyInstance, context: Context): Promise<void> {
  // Only here: everywhere else a form is refused as the wrong type of body.
  await http.register(async (scope) => {
    scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null))
    serve(scope, recordingEndpoints.create, async ({ principal, body, request }) => {
      if (isForm(request)) return inEnvelope(await receiveForm(context, principal, request))
      const { url, ...fields } = body
      const id = context.newId()
      return inEnvelope(await addRecording(context, principal, { id, fields, origin: { url } }))
    })
  })
}

const isForm = ({ headers }: FastifyRequest) =>
  /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')

async function receiveForm(
  context: Context,
  principal: Principal,
  request: FastifyRequest,
): Promise<string> {
  const id = context.newId()
  const { workspaceId } = principal
  try {
    const received = await readForm(request, (content) =>
      context.media.append({ workspaceId, id }, 0, content, { maxBytes: maxFileBytes }),
    )
    return await keepUpload(context, principal, { id, ...received })
  } catch (error) {
    await discardUpload(context, { workspaceId, recordingId: id })
    throw error
  }
}

type Store = (content: Readable) => Promise<{ bytes: number; failure: Error | undefined }>

/** Reads a form as it arrives: its file goes into the store and never into memory. */
async function readForm(request: FastifyRequest, store: Store): Promise<Received> {
  const fields: Record<string, string> = {}
  const stop = new AbortController()
  let file: { readonly fileName: string | null; readonly stored: ReturnType<Store> } | undefined
  const form = openForm(request)
  form.on('field', (name: string, value: string) => {
    fields[name] = value
  })
  form.on('file', (name: string, content: Readable, fileName: string | undefined) => {
    // An unheard error of a part would end the process.
    content.on('error', () => {})
    stop.signal.addEventListener('abort', () => content.destroy(stop.signal.reason as Error))
    if (name !== 'file' || file) {
      stop.abort(invalid('file', "Send one file, in the field 'file'."))
      return
    }
    const stored = store(content).then((kept) => {
      if (kept.failure) stop.abort(refusalOfStore(kept.failure))
      return kept
    })
    file = { fileName: fileName?.trim() || null, stored }
  })
  try {
    await pump(request, form, stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) stop.abort(error)
    await file?.stored
    throw brokenForm(error)
  }
  const kept = await file?.stored
  if (!file || !kept) throw invalid('file', "Send the recording in the field 'file'.")
  if (kept.failure) throw refusalOfStore(kept.failure)
  return { fields, fileName: file.fileName, bytes: kept.bytes }
}

/**
 * Brings the body to the form's reader. When that stops early, the rest is received and dropped: most
 * clients read no answer before they have sent everything.
 */
function pump(
  { raw }: FastifyRequest,
  form: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (error: unknown) => {
      raw.unpipe(form)
      raw.resume()
      reject(error as Error)
    }
    form.once('finish', resolve)
    form.once('error', giveUp)
    raw.once('close', () => {
      if (!raw.readableEnded) giveUp(new Error('Unexpected end of the request.'))
    })
    signal.addEventListener('abort', () => giveUp(signal.reason))
    raw.pipe(form)
  })
}

function openForm(request: FastifyRequest) {
  try {
    const headers = request.headers as { 'content-type': string }
    return new Busboy({ headers, limits: formLimits })
  } catch {
    throw invalid('body', 'The form has no boundary.')
  }
}

/** What the form's reader says of a body that ends early or is no form. */
function brokenForm(reason: unknown): unknown {
  const { message = '' } = reason as { message?: string }
  return /Unexpected end of|Malformed|boundary/i.test(message)
    ? invalid('body', 'The form ends too early or is malformed.')
    : reason
}
