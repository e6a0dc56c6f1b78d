import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { KnowledgeForm, knowledgeEndpoints, knowledgeLimits } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { refusalOf } from '../../platform/validate.ts'
import { MediaStoreError } from '../../providers/media-store/index.ts'
import { addFile, addItems, discardFile } from './add-items.ts'

/** Of the text fields of a form. */
const formLimits = { files: 2, fields: 20, parts: 25, fieldNameSize: 100, fieldSize: 10_000 }
const created = { message: 'Added to the knowledge base.', messageKey: 'ItemCreatedSuccessfully' }

/** Items in JSON, or a file in a form. */
export async function uploadRoutes(http: FastifyInstance, context: Context): Promise<void> {
  // Only here: everywhere else a form is refused as the wrong type of body.
  await http.register(async (scope) => {
    scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null))
    serve(scope, knowledgeEndpoints.create, async ({ principal, body, request }) => {
      const items = isForm(request)
        ? await receiveFile(context, principal, request)
        : await addItems(context, principal, body.items)
      const [first] = items
      return ok(items.length === 1 && first ? first : items, created)
    })
  })
}

const isForm = ({ headers }: FastifyRequest) =>
  /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')

async function receiveFile(context: Context, principal: Principal, request: FastifyRequest) {
  const key = { workspaceId: principal.workspaceId, id: context.newId() }
  try {
    const { fileName, bytes, fields } = await readForm(request, (content) =>
      context.media.append(key, 0, content, { maxBytes: knowledgeLimits.maxFileBytes }),
    )
    const form = KnowledgeForm.safeParse(fields)
    if (!form.success) throw refusalOf(form.error)
    return await addFile(context, principal, {
      id: key.id,
      name: form.data.itemName,
      fileName,
      bytes,
      beforeCommit: () => context.media.finish(key),
    })
  } catch (error) {
    await discardFile(context, key)
    throw error
  }
}

type Store = (content: Readable) => Promise<{ bytes: number; failure: Error | undefined }>
type Received = { fields: Record<string, string>; fileName: string | null; bytes: number }

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
      return stop.abort(invalid('file', "Send one file, in the field 'file'."))
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
  if (!file || !kept) throw invalid('file', "Send the document in the field 'file'.")
  if (kept.failure) throw refusalOfStore(kept.failure)
  return { fields, fileName: file.fileName, bytes: kept.bytes }
}

/** When the reader stops early, the rest is received and dropped: most clients read no answer before. */
function pump(
  { raw }: FastifyRequest,
  form: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
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
  return promise
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

function refusalOfStore(reason: Error): Error {
  if (!(reason instanceof MediaStoreError)) return reason
  if (reason.code === 'too_large') {
    const most = knowledgeLimits.maxFileBytes / 1024 ** 2
    return new AppError('PAYLOAD_TOO_LARGE', `A file may have at most ${most} MiB.`)
  }
  if (reason.code !== 'full') return reason
  return new AppError('INSUFFICIENT_STORAGE', 'There is no room left for files on this server.')
}
