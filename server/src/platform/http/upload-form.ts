import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { invalid } from '../errors.ts'

/** A file of a form that arrived, with the text fields that came beside it. */
export type Received = {
  readonly bytes: number
  readonly fileName: string | null
  readonly fields: Readonly<Record<string, string>>
}

type Reader = {
  /** Such as "Send the recording in the field 'file'.", for a form without one. */
  readonly missing: string
  /** Keeps the file as it arrives; answers what was kept, and why it ended early. Does not throw. */
  store(content: Readable): Promise<{ bytes: number; failure: Error | undefined }>
  /** What the sender is told of such a failure. */
  refusalOf(failure: Error): Error
}

/** Of the text fields of a form. */
const formLimits = { files: 2, fields: 20, parts: 25, fieldNameSize: 100, fieldSize: 10_000 }

/** Only for the routes of this scope: everywhere else a form is refused as the wrong type of body. */
export function takeForms(scope: FastifyInstance): void {
  scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null))
}

export function isForm({ headers }: FastifyRequest): boolean {
  return /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
}

/** Reads a form with one file as it arrives: the file goes into the store and never into memory. */
export async function readForm(request: FastifyRequest, reader: Reader): Promise<Received> {
  const fields: Record<string, string> = {}
  const stop = new AbortController()
  let file:
    | { readonly fileName: string | null; readonly stored: ReturnType<Reader['store']> }
    | undefined
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
    const stored = reader.store(content).then((kept) => {
      if (kept.failure) stop.abort(reader.refusalOf(kept.failure))
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
  if (!file || !kept) throw invalid('file', reader.missing)
  if (kept.failure) throw reader.refusalOf(kept.failure)
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

/** The reader of a form, for who keeps no file but reads it on the way. */
export function openForm(request: FastifyRequest): BusboyInstance {
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
