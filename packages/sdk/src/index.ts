import type { Endpoints } from '@parley/contract'
import { type ClientOptions, createClientFor, type ReplyCheck } from './client.ts'
import { routes } from './routes.ts'
import type { ClientOf } from './signatures.ts'

export type { ClientOptions } from './client.ts'
export { ParleyConnectionError, ParleyContractError, ParleyError } from './errors.ts'
export type { FileContent } from './form.ts'
export type { CallOptions, UploadOptions } from './signatures.ts'
export { discardParts, uploadInParts, type UploadInPartsOptions } from './upload-in-parts.ts'
export {
  type VerifyWebhookOptions,
  verifyWebhook,
  type WebhookEvent,
  type WebhookRequestHeaders,
  WebhookVerificationError,
} from './webhooks.ts'

/** A typed client of every endpoint: `client.contacts.list()`, or `client.call('listContacts')`. */
export type Client = ClientOf<Endpoints>

export function createClient(
  options: ClientOptions & {
    /** Holds every reply against the contract and throws ParleyContractError; for tests. */
    readonly validate?: boolean
  },
): Client {
  return createClientFor<Endpoints>(routes, options, options.validate ? checkReply : undefined)
}

/** The schemas are loaded only by those who ask for them. */
const checkReply: ReplyCheck = async (route, reply, query) => {
  const [{ endpoints }, { replyCheckOf }] = await Promise.all([
    import('@parley/contract'),
    import('./validate.ts'),
  ])
  await replyCheckOf(endpoints)(route, reply, query)
}
