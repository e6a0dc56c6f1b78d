import { recordingEndpoints } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { serve } from '../../platform/http/serve.ts'
import { isForm, readForm, takeForms } from '../../platform/http/upload-form.ts'
import { addRecording } from './add-recording.ts'
import { maxFileBytes } from './limits.ts'
import { inEnvelope } from './recordings.ts'
import { discardUpload, keepUpload, refusalOfStore } from './uploads.ts'

/** A recording as a file in a form, or as an address in JSON. */
export async function uploadRoutes(http: FastifyInstance, context: Context): Promise<void> {
  await http.register(async (scope) => {
    takeForms(scope)
    serve(scope, recordingEndpoints.create, async ({ principal, body, request }) => {
      if (isForm(request)) return inEnvelope(await receiveForm(context, principal, request))
      const { url, ...fields } = body
      const id = context.newId()
      return inEnvelope(await addRecording(context, principal, { id, fields, origin: { url } }))
    })
  })
}

async function receiveForm(
  context: Context,
  principal: Principal,
  request: FastifyRequest,
): Promise<string> {
  const id = context.newId()
  const { workspaceId } = principal
  try {
    const received = await readForm(request, {
      missing: "Send the recording in the field 'file'.",
      store: (content) =>
        context.media.append({ workspaceId, id }, 0, content, { maxBytes: maxFileBytes }),
      refusalOf: refusalOfStore,
    })
    return await keepUpload(context, principal, { id, ...received })
  } catch (error) {
    await discardUpload(context, { workspaceId, recordingId: id })
    throw error
  }
}
