import type { Readable } from 'node:stream'
import {
  campaignEndpoints,
  type RecipientImport,
  recipientLimits,
  RecipientMapping,
} from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { invalid } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { isForm, openForm, takeForms } from '../../platform/http/upload-form.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { refusalOf } from '../../platform/validate.ts'
import { addRecipients } from './add-recipients.ts'
import type { Caller } from './campaigns.ts'
import { csvRows } from './csv-rows.ts'
import { addSentRecipients, requireOpen, settled } from './recipients.ts'

/** A file of up to a million people, read as it arrives. */
export async function uploadRoutes(http: FastifyInstance, context: Context): Promise<void> {
  await http.register(async (scope) => {
    takeForms(scope)
    serve(
      scope,
      campaignEndpoints.uploadRecipients,
      async ({ principal, params, body, request }) => {
        const caller = { context, principal }
        if (!isForm(request)) return ok(await addSentRecipients(caller, params.id, body))
        try {
          await requireOpen(caller, params.id)
          return ok(settled(await receive(caller, params.id, request)))
        } finally {
          // Most clients read no answer before they have sent everything.
          request.raw.resume()
        }
      },
    )
  })
}

function receive(caller: Caller, id: string, request: FastifyRequest): Promise<RecipientImport> {
  const form = openForm(request)
  return new Promise((resolve, reject) => {
    let mapping: string | undefined
    let adding: Promise<RecipientImport> | undefined
    form.on('field', (name: string, value: string) => {
      if (name === 'mapping') mapping = value
    })
    form.on('file', (_name: string, content: Readable, fileName: string | undefined) => {
      if (adding) {
        content.resume()
        return
      }
      adding = add(caller, id, { content, fileName: nameOf(fileName), mapping })
      // Answered when all of it was read, or at once when something is wrong with it.
      adding.then(resolve, reject).finally(() => content.resume())
    })
    form.once('error', () => reject(invalid('body', 'The form is malformed.')))
    form.once('finish', () => {
      if (!adding) reject(invalid('file', "Send the file in the field 'file'."))
    })
    request.raw.once('close', () => {
      if (!request.raw.readableEnded) form.destroy(new Error('The upload was broken off.'))
    })
    request.raw.pipe(form)
  })
}

/** Names come from other people's computers. */
function nameOf(fileName: string | undefined): string | null {
  return (
    fileName
      ?.replace(/[\0\p{Cs}]/gu, '')
      .trim()
      .slice(0, 300) || null
  )
}

type Sent = {
  readonly content: Readable
  readonly fileName: string | null
  readonly mapping: string | undefined
}

async function add(
  { context, principal }: Caller,
  id: string,
  { content, fileName, mapping }: Sent,
): Promise<RecipientImport> {
  return addRecipients(context, {
    workspaceId: principal.workspaceId,
    campaignId: id,
    rows: csvRows(content, readMapping(mapping)),
    fileName,
    createdBy: principal.userId,
    maxRows: recipientLimits.byUpload,
  })
}

function readMapping(text: string | undefined): RecipientMapping | undefined {
  if (text === undefined || text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid('mapping', "Field 'mapping' is no JSON.")
  }
  const read = RecipientMapping.safeParse(value)
  if (!read.success) throw refusalOf(read.error)
  return read.data
}
