import { campaignEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import {
  changeCampaign,
  createCampaign,
  deleteCampaign,
  getCampaign,
  getProgress,
  listCampaigns,
} from './campaigns.ts'
import { cancelCampaign, pauseCampaign, resumeCampaign, retryCampaign } from './change-status.ts'
import { addSentRecipients, getImport, getRecipient, listRecipients } from './recipients.ts'
import { uploadRoutes } from './upload-routes.ts'

const retrieved = { messageKey: 'CAMPAIGN_RETRIEVED_SUCCESSFULLY' }
const created = {
  message: 'Campaign created successfully',
  messageKey: 'CAMPAIGN_CREATED_SUCCESSFULLY',
}
const updated = {
  message: 'Campaign updated successfully',
  messageKey: 'CAMPAIGN_UPDATED_SUCCESSFULLY',
}

export async function campaignRoutes(http: FastifyInstance, context: Context): Promise<void> {
  serve(http, endpoints.list, async ({ principal, query }) =>
    ok(await listCampaigns({ context, principal }, query)),
  )
  serve(http, endpoints.create, async ({ principal, body }) =>
    ok(await createCampaign({ context, principal }, body), created),
  )
  serve(http, endpoints.get, async ({ principal, params }) =>
    ok(await getCampaign({ context, principal }, params.id), retrieved),
  )
  serve(http, endpoints.update, async ({ principal, params, body }) =>
    ok(await changeCampaign({ context, principal }, params.id, body), updated),
  )
  serve(http, endpoints.delete, async ({ principal, params }) =>
    ok(await deleteCampaign({ context, principal }, params.id)),
  )
  serve(http, endpoints.pause, async ({ principal, params }) =>
    ok(await pauseCampaign({ context, principal }, params.id)),
  )
  serve(http, endpoints.resume, async ({ principal, params }) =>
    ok(await resumeCampaign({ context, principal }, params.id)),
  )
  serve(http, endpoints.cancel, async ({ principal, params }) =>
    ok(await cancelCampaign({ context, principal }, params.id)),
  )
  serve(http, endpoints.retry, async ({ principal, params }) =>
    ok(await retryCampaign({ context, principal }, params.id)),
  )
  serve(http, endpoints.progress, async ({ principal, params }) =>
    ok(await getProgress({ context, principal }, params.id)),
  )
  serve(http, endpoints.recipients, async ({ principal, params, query }) =>
    ok(await listRecipients({ context, principal }, params.id, query)),
  )
  serve(http, endpoints.recipient, async ({ principal, params }) =>
    ok(await getRecipient({ context, principal }, params)),
  )
  serve(http, endpoints.addRecipients, async ({ principal, params, body }) =>
    ok(await addSentRecipients({ context, principal }, params.id, body)),
  )
  serve(http, endpoints.getImport, async ({ principal, params, query }) =>
    ok(await getImport({ context, principal }, params, query)),
  )
  await uploadRoutes(http, context)
}
