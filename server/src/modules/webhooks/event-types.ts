import { envelopeOf, eventCatalogue, type WebhookEventType } from '@parley/contract'
import { z } from 'zod'

let listed: readonly WebhookEventType[] | undefined

/** The catalogue as integrators read it. Made once: the schemas of all events take some time. */
export function listEventTypes(): readonly WebhookEventType[] {
  listed ??= eventCatalogue.map((type) => ({
    name: type.name,
    subject: type.subject,
    description: type.description,
    is_coming: type.isComing ?? false,
    schema: z.toJSONSchema(envelopeOf(type), { unrepresentable: 'any' }) as Record<string, unknown>,
    example: {
      event: type.name,
      timestamp: '2026-03-02T09:15:00.000Z',
      data: type.example as Record<string, unknown>,
      id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f60',
      workspace_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e10',
    },
  }))
  return listed
}
