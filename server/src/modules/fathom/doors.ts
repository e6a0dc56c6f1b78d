import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { MeetingDoor } from '@parley/contract'
import type { Context } from '../../context.ts'
import { mayDo, type Principal } from '../../platform/access.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { newWebhookSecret, verifyWebhook } from '../../platform/crypto/standard-webhooks.ts'
import { AppError } from '../../platform/errors.ts'
import {
  findByToken,
  findOpenWorkspace,
  findPerson,
  type Person,
  saveDoor,
  selectSigningSecrets,
} from './door-queries.ts'

const tokenBytes = 32

/** What a request to a door for meetings says of who sends it. */
export type Knock = {
  readonly headers: IncomingHttpHeaders
  /** As it was sent, byte for byte. */
  readonly body: Buffer
  readonly token: string | undefined
  /** Who the API key belongs to; throws for one that does not work, undefined without one. */
  readonly principalOfKey: () => Promise<Principal | undefined>
}

export type Admitted = {
  readonly workspaceId: string
  /** Undefined when nobody in particular sends it. */
  readonly userId: string | undefined
}

const unknownCaller = () =>
  new AppError('INVALID_API_KEY', 'Not authenticated: sign the request, or send a token or API key')

/** The person a webhook address names; refused when they are nobody or in no workspace. */
export async function getPerson({ db }: Context, userId: string): Promise<Person> {
  const person = isUuid(userId) ? await findPerson(db, userId) : undefined
  if (!person) throw new AppError('MEMBER_NOT_FOUND', 'User not found or inactive')
  return person
}

/** Lets in who proves that they send this person's meetings; answers the workspace they are for. */
export async function admitFor(context: Context, person: Person, knock: Knock): Promise<Admitted> {
  const found =
    (await bySignature(context, person.id, knock)) ??
    (await byToken(context, knock)) ??
    (await byKey(knock, person.id))
  if (!found || !person.workspaceIds.includes(found.workspaceId)) throw unknownCaller()
  if (found.userId !== undefined && found.userId !== person.id) throw unknownCaller()
  return { workspaceId: found.workspaceId, userId: person.id }
}

/** The same for an address that need not name anybody. */
export async function admit(
  context: Context,
  knock: Knock & { readonly user: string | undefined; readonly workspace: string | undefined },
): Promise<Admitted> {
  const { user, workspace } = knock
  if (user !== undefined && !isUuid(user)) throw unknownCaller()
  const found =
    (user && (await bySignature(context, user, knock))) ||
    (await byToken(context, knock)) ||
    (await byKey(knock, user))
  if (!found) return openFor(context, workspace)
  const isOther = user !== undefined && found.userId !== user
  if (isOther) throw unknownCaller()
  return found
}

async function openFor({ db }: Context, workspace: string | undefined): Promise<Admitted> {
  const open = workspace === undefined ? undefined : await findOpenWorkspace(db, workspace)
  if (open === undefined) throw unknownCaller()
  return { workspaceId: open, userId: undefined }
}

/** A signature that is there must be right: nothing else is looked at then. */
async function bySignature(
  context: Context,
  userId: string,
  { headers, body }: Knock,
): Promise<Admitted | undefined> {
  if (headers['webhook-signature'] === undefined) return undefined
  const { encryptionKey } = context.config
  const secrets = await selectSigningSecrets(context.db, userId)
  const right = secrets.find(({ place, secret }) =>
    verifyWebhook(unseal(encryptionKey, place, secret), headers, body, context.now()),
  )
  if (!right) throw new AppError('INVALID_API_KEY', 'Invalid webhook signature')
  return { workspaceId: right.workspaceId, userId }
}

async function byToken({ db }: Context, { token }: Knock): Promise<Admitted | undefined> {
  if (token === undefined || token === '') return undefined
  const found = await findByToken(db, token)
  if (!found) throw unknownCaller()
  return found
}

/** A key that may change all meetings may send anybody's; any other, its own person's. */
async function byKey(knock: Knock, userId: string | undefined): Promise<Admitted | undefined> {
  const principal = await knock.principalOfKey()
  if (!principal) return undefined
  if (!mayDo(principal, 'write', 'meetings')) {
    throw new AppError('INSUFFICIENT_PERMISSIONS', "This needs the permission 'meetings:write'")
  }
  const forSomebody = principal.seesAllRows && userId !== undefined
  return { workspaceId: principal.workspaceId, userId: forSomebody ? userId : principal.userId }
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text)
}

/** New addresses and a new signing secret for automations; those before stop working. */
export async function createDoor(
  context: Context,
  { workspaceId, userId }: Principal,
  baseUrl: string,
): Promise<MeetingDoor> {
  const id = context.newId()
  const token = randomBytes(tokenBytes).toString('base64url')
  const secret = newWebhookSecret()
  await saveDoor(context.db, {
    workspaceId,
    id,
    userId,
    token,
    sealedSecret: seal(context.config.encryptionKey, id, secret),
    createdAt: context.now(),
  })
  return {
    fathom_url: `${baseUrl}/api/webhooks/fathom/${userId}?token=${token}`,
    meetings_webhook_url: `${baseUrl}/functions/v1/meetings-webhook?token=${token}`,
    signing_secret: secret,
  }
}
