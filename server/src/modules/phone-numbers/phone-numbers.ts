import type { NewPhoneNumber, PhoneNumber, PhoneNumberQuery } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { baseOf, voiceUrlOf } from './addresses.ts'
import { kept, shownCarrier, shownInbound } from './credentials.ts'
import { requireE164 } from './e164.ts'
import {
  countNumbers,
  deleteNumber,
  findNumber,
  insertNumber,
  listNumbers,
  type Named,
  type NumberRow,
} from './queries.ts'
import { type Caller, numberNotFound, requireChanger } from './rights.ts'

const maxNumbersPerWorkspace = 10_000

/** A number as a request names it. */
type Wish = {
  readonly phoneNumber?: string | undefined
  readonly twilioPhoneNumber?: string | undefined
  readonly pid?: string | undefined
  readonly id?: string | undefined
}

/** Throws when the request names none. */
export function namedIn({ phoneNumber, twilioPhoneNumber, pid, id }: Wish): Named {
  const wantedId = pid ?? id
  if (wantedId !== undefined) return { id: wantedId }
  const typed = phoneNumber ?? twilioPhoneNumber
  if (typed !== undefined) return { number: requireE164(typed) }
  throw invalid('phoneNumber', "Field 'phoneNumber' is required.")
}

export async function listPhoneNumbers(
  { context, principal: { workspaceId } }: Caller,
  query: Omit<PhoneNumberQuery, 'pid'>,
): Promise<PhoneNumber[]> {
  const { take, skip, voiceAgentId: agentId = null, provider = null } = query
  const wanted = query.search?.trim().toLowerCase() ?? ''
  const escaped = wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`)
  const rows = await listNumbers(
    context.db,
    { workspaceId, agentId, provider, pattern: wanted === '' ? null : `%${escaped}%` },
    { limit: take, offset: (skip - 1) * take },
  )
  return rows.map((row) => toPhoneNumber(context, workspaceId, row))
}

export async function getPhoneNumber(
  { context, principal: { workspaceId } }: Caller,
  named: Named,
): Promise<PhoneNumber> {
  return toPhoneNumber(context, workspaceId, await getNumber(context, workspaceId, named))
}

export async function getNumber(
  { db }: Context,
  workspaceId: string,
  named: Named,
): Promise<NumberRow> {
  const row = await findNumber(db, workspaceId, named)
  if (!row) throw numberNotFound(named.id ?? named.number ?? '')
  return row
}

export async function addPhoneNumber(caller: Caller, body: NewPhoneNumber): Promise<PhoneNumber> {
  const { context, principal } = caller
  requireChanger(principal)
  const { workspaceId, userId: createdBy } = principal
  const number = requireE164(body.phoneNumber)
  const id = context.newId()
  const { type: provider, label = number } = body
  const secret = kept(context, id, body)
  await context.db.transaction(async (tx) => {
    if ((await countNumbers(tx, workspaceId)) >= maxNumbersPerWorkspace) {
      throw new AppError('CONFLICT', `A workspace has at most ${maxNumbersPerWorkspace} numbers.`)
    }
    const now = context.now()
    const row = { workspaceId, id, number, label, provider, createdBy, now, ...secret }
    if (await insertNumber(tx, row)) return
    throw new AppError('PHONE_NUMBER_EXISTS', `This workspace already has the number ${number}.`)
  })
  if (provider === 'SIP') await context.telephony.sipEndpoint?.refresh()
  return getPhoneNumber(caller, { id })
}

/** Answers its id. Calls that go on are not ended. */
export async function removePhoneNumber(caller: Caller, named: Named): Promise<string> {
  const { context, principal } = caller
  requireChanger(principal)
  const { workspaceId } = principal
  const { id, provider } = await getNumber(context, workspaceId, named)
  await deleteNumber(context.db, workspaceId, id)
  if (provider === 'SIP') await context.telephony.sipEndpoint?.refresh()
  return id
}

function toPhoneNumber(context: Context, workspaceId: string, row: NumberRow): PhoneNumber {
  const { id, number, label, provider: type, agent_id, agent_name } = row
  return {
    id,
    number,
    phoneNumber: number,
    label,
    type,
    userId: row.created_by,
    isActive: true,
    ...shownCarrier(context, row),
    sipInboundConfigs:
      type === 'SIP'
        ? { originationUri: originationUri(context, row), ...shownInbound(row) }
        : null,
    voiceUrl: type === 'TWILIO' ? voiceUrlOf(context, { workspaceId, id }) : null,
    voiceAgentId: agent_id,
    voiceAgent: agent_id === null ? null : { id: agent_id, name: agent_name ?? '' },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function originationUri(context: Context, { number, sip_outbound }: NumberRow): string {
  const { sipEndpoint } = context.telephony
  const host = sipEndpoint
    ? `${sipEndpoint.publicAddress}:${sipEndpoint.port}`
    : new URL(baseOf(context)).hostname
  const { transportType } = JSON.parse(sip_outbound ?? '{}') as { transportType?: string }
  return `sip:${number}@${host};transport=${(transportType ?? 'UDP').toLowerCase()}`
}
