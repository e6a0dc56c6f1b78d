import { KnowledgeForm, knowledgeEndpoints, knowledgeLimits } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { isForm, readForm, takeForms } from '../../platform/http/upload-form.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { refusalOf } from '../../platform/validate.ts'
import { MediaStoreError } from '../../providers/media-store/index.ts'
import { addFile, addItems, discardFile } from './add-items.ts'

const created = { message: 'Added to the knowledge base.', messageKey: 'ItemCreatedSuccessfully' }

/** Items in JSON, or a file in a form. */
export async function uploadRoutes(http: FastifyInstance, context: Context): Promise<void> {
  await http.register(async (scope) => {
    takeForms(scope)
    serve(scope, knowledgeEndpoints.create, async ({ principal, body, request }) => {
      const items = isForm(request)
        ? await receiveFile(context, principal, request)
        : await addItems(context, principal, body.items)
      const [first] = items
      return ok(items.length === 1 && first ? first : items, created)
    })
  })
}

async function receiveFile(context: Context, principal: Principal, request: FastifyRequest) {
  const key = { workspaceId: principal.workspaceId, id: context.newId() }
  try {
    const { fileName, bytes, fields } = await readForm(request, {
      missing: "Send the document in the field 'file'.",
      store: (content) =>
        context.media.append(key, 0, content, { maxBytes: knowledgeLimits.maxFileBytes }),
      refusalOf: refusalOfStore,
    })
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

function refusalOfStore(reason: Error): Error {
  if (!(reason instanceof MediaStoreError)) return reason
  if (reason.code === 'too_large') {
    const most = knowledgeLimits.maxFileBytes / 1024 ** 2
    return new AppError('PAYLOAD_TOO_LARGE', `A file may have at most ${most} MiB.`)
  }
  if (reason.code !== 'full') return reason
  return new AppError('INSUFFICIENT_STORAGE', 'There is no room left for files on this server.')
}
