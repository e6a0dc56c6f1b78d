import type { CallingConsent, NewCallingConsent } from '@parley/contract'
import { AppError, invalid } from '../../platform/errors.ts'
import { countryOf, toE164 } from '../crm/index.ts'
import { insertConsents, revokeConsentRow, selectConsents } from './consent-queries.ts'
import type { Caller } from './do-not-call.ts'

type Paged = { readonly take: number; readonly skip: number; readonly search?: string | undefined }

export function listConsents({ context, principal }: Caller, { take, skip, search }: Paged) {
  const page = { search: search?.trim() || null, limit: take, offset: (skip - 1) * take }
  return selectConsents(context.db, principal.workspaceId, page)
}

export async function addConsent(
  { context, principal }: Caller,
  wanted: NewCallingConsent,
): Promise<CallingConsent> {
  const { workspaceId, userId } = principal
  const number = toE164(wanted.phoneNumber, await countryOf(context, workspaceId))
  if (!number) throw invalid('phoneNumber', "Field 'phoneNumber' is no telephone number.")
  const { kind, source, text = null, at = context.now().toISOString() } = wanted
  const row = { id: context.newId(), number, kind, source, text: text || null, givenAt: at }
  const made = { createdBy: userId, at: context.now() }
  const [consent] = await insertConsents(context.db, workspaceId, [row], made)
  if (!consent) throw new Error('The consent was not kept.')
  return consent
}

export async function revokeConsent(
  { context, principal }: Caller,
  id: string,
): Promise<CallingConsent> {
  const wanted = { id, at: context.now() }
  const consent = await revokeConsentRow(context.db, principal.workspaceId, wanted)
  if (!consent) throw new AppError('CALLING_CONSENT_NOT_FOUND', 'There is no such consent.')
  return consent
}
