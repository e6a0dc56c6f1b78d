import {
  type AddRecipients,
  type ListRecipients,
  type RecipientImport,
  type RecipientInFull,
  recipientLimits,
} from '@parley/contract'
import { AppError, invalid } from '../../platform/errors.ts'
import { addRecipients } from './add-recipients.ts'
import { type Caller, getRow, showCampaign } from './campaigns.ts'
import { csvRows } from './csv-rows.ts'
import { findImport, selectProblems } from './import-queries.ts'
import {
  countRecipients,
  findRecipient,
  selectCalls,
  selectRecipients,
} from './recipient-queries.ts'

export async function listRecipients(
  caller: Caller,
  id: string,
  { take, skip, search, status, cursor }: ListRecipients,
) {
  const { context, principal } = caller
  const { totalRecipients, progress } = await showCampaign(caller, id)
  const filter = {
    workspaceId: principal.workspaceId,
    campaignId: id,
    search: search?.trim() || null,
    statuses: status ?? null,
    after: cursor ?? null,
    limit: take,
    offset: cursor === undefined ? (skip - 1) * take : 0,
  }
  const byStatus: Readonly<Record<string, number>> = progress.byStatus
  const counted = (status ?? Object.keys(byStatus)).map((name) => byStatus[name] ?? 0)
  const [recipients, filtered] = await Promise.all([
    selectRecipients(context.db, filter),
    filter.search === null
      ? counted.reduce((sum, n) => sum + n, 0)
      : countRecipients(context.db, filter),
  ])
  return { total: totalRecipients, filtered, recipients }
}

const shownCalls = 100

/** Somebody of a campaign, with every call. */
export async function getRecipient(
  caller: Caller,
  { id, recipientId }: { readonly id: string; readonly recipientId: string },
): Promise<RecipientInFull> {
  const { context, principal } = caller
  const { workspaceId } = principal
  await getRow(caller, id)
  const found = await findRecipient(context.db, { workspaceId, campaignId: id }, recipientId)
  if (!found) throw new AppError('RECIPIENT_NOT_FOUND', 'The campaign has no such recipient.')
  return { ...found, calls: await selectCalls(context.db, workspaceId, found, shownCalls) }
}

/** Recipients of the body: a list, or the text of a file. */
export async function addSentRecipients(
  caller: Caller,
  id: string,
  { recipients, csv, mapping }: AddRecipients,
): Promise<RecipientImport> {
  const { context, principal } = caller
  await requireOpen(caller, id)
  if ((recipients === undefined) === (csv === undefined)) {
    throw invalid('recipients', "Send either 'recipients' or 'csv'.")
  }
  const rows = recipients ?? csvRows(csv ?? '', mapping)
  return settled(
    await addRecipients(context, {
      workspaceId: principal.workspaceId,
      campaignId: id,
      rows,
      fileName: null,
      createdBy: principal.userId,
      maxRows: recipientLimits.byRequest,
    }),
  )
}

export async function requireOpen(caller: Caller, id: string): Promise<void> {
  const { status, kind } = await getRow(caller, id)
  if (kind === 'follow_ups') {
    throw new AppError('CONFLICT', 'Follow-ups come from captured calls only.')
  }
  if (status === 'COMPLETED' || status === 'CANCELLED') {
    throw new AppError('CONFLICT', 'The campaign has ended.')
  }
}

/** What was wrong with all of a file is a refusal; what was kept before it is told as what it is. */
export function settled(added: RecipientImport): RecipientImport {
  if (added.status !== 'FAILED' || added.accepted > 0) return added
  throw invalid('csv', added.failure ?? 'The rows could not be read.')
}

export async function getImport(
  caller: Caller,
  { id, importId }: { readonly id: string; readonly importId: string },
  { take, skip }: { readonly take: number; readonly skip: number },
) {
  const { context, principal } = caller
  const { workspaceId } = principal
  await getRow(caller, id)
  const found = await findImport(context.db, { workspaceId, campaignId: id }, importId)
  if (!found) throw new AppError('CAMPAIGN_NOT_FOUND', 'The campaign has no such import.')
  const page = { limit: take, offset: (skip - 1) * take }
  const problems = await selectProblems(context.db, { workspaceId, importId }, page)
  return { import: found, total: found.rejected, problems }
}
