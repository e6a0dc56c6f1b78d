import { type RecipientImport, recipientLimits, type RowProblem } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { isZone, zonesOfNumber } from '../../providers/number-zones/index.ts'
import { insertConsents } from '../calling-rules/index.ts'
import { countryOf, toE164 } from '../crm/index.ts'
import { completeIfDone } from './announce.ts'
import { rowsAtOnce } from './campaign-limits.ts'
import { addCounts, type CountChange } from './count-queries.ts'
import { type ImportState, insertImport, insertProblems, updateImport } from './import-queries.ts'
import { hastenLane, type LaneKey, lockLane, notifyDialers } from './lane-queries.ts'
import { insertRecipients, type NewRecipient } from './recipient-queries.ts'
import {
  type Geography,
  isFault,
  type ReadRecipient,
  readRow,
  type SentRow,
} from './recipient-rules.ts'

export type Adding = LaneKey & {
  readonly rows: AsyncIterable<SentRow> | Iterable<SentRow>
  readonly fileName: string | null
  readonly createdBy: string | null
  /** More rows are refused. */
  readonly maxRows: number
}

/** A batch of rows, read. */
type Batch = {
  readonly recipients: readonly ReadRecipient[]
  readonly problems: readonly RowProblem[]
}

/**
 * Adds people to a campaign, a thousand in a transaction: those of a file that breaks off in the middle
 * stay, and when it is sent again they are duplicates. Answers what came of it, also when it failed.
 */
export async function addRecipients(context: Context, adding: Adding): Promise<RecipientImport> {
  const id = context.newId()
  const createdAt = context.now()
  await context.db.transaction((tx) =>
    insertImport(tx, adding, { id, fileName: adding.fileName, at: createdAt }),
  )
  let state: ImportState = {
    id,
    rows: 0,
    accepted: 0,
    duplicates: 0,
    rejected: 0,
    status: 'RUNNING',
    failure: null,
  }
  const told: RowProblem[] = []
  try {
    for await (const batch of batchesOf(adding, await geographyOf(context, adding.workspaceId))) {
      told.push(...batch.problems.slice(0, recipientLimits.problemsTold - told.length))
      state = await context.db.transaction((tx) =>
        writeBatch({ tx, context, adding }, state, batch),
      )
    }
    state = { ...state, status: 'COMPLETED' }
  } catch (error) {
    if (!(error instanceof AppError)) await finish(context, adding, { ...state, ...failed })
    if (!(error instanceof AppError)) throw error
    state = { ...state, status: 'FAILED', failure: error.message }
  }
  await finish(context, adding, state)
  return {
    ...state,
    fileName: adding.fileName,
    problems: told,
    createdAt: createdAt.toISOString(),
    completedAt: context.now().toISOString(),
  }
}

const failed = { status: 'FAILED', failure: 'The file could not be read to its end.' } as const

async function finish(context: Context, adding: Adding, state: ImportState): Promise<void> {
  await context.db.transaction(async (tx) => {
    const lane = await lockLane(tx, adding)
    await updateImport(tx, adding.workspaceId, state, context.now())
    // Calls may have ended while the file was read, and somebody has to notice that they were the last.
    if (lane) await completeIfDone(tx, context, adding.workspaceId, lane)
  })
  context.wakeRelay()
}

async function geographyOf(context: Context, workspaceId: string): Promise<Geography> {
  const country = await countryOf(context, workspaceId)
  return { e164Of: (typed) => toE164(typed, country), zonesOf: zonesOfNumber, isZone }
}

async function* batchesOf(
  { rows, maxRows }: Adding,
  geography: Geography,
): AsyncGenerator<Batch & { readonly count: number }> {
  let recipients: ReadRecipient[] = []
  let problems: RowProblem[] = []
  let row = 0
  for await (const sent of rows) {
    row += 1
    if (row > maxRows) {
      yield { recipients, problems, count: recipients.length + problems.length }
      throw new AppError('PAYLOAD_TOO_LARGE', `At most ${maxRows} rows can be added at once.`)
    }
    const read = readRow(sent, geography)
    if (isFault(read)) problems.push({ row, ...read, phoneNumber: typedNumber(sent) })
    else recipients.push(read)
    if (recipients.length + problems.length < rowsAtOnce) continue
    yield { recipients, problems, count: rowsAtOnce }
    recipients = []
    problems = []
  }
  yield { recipients, problems, count: recipients.length + problems.length }
}

function typedNumber(sent: SentRow): string | null {
  const typed = sent['phoneNumber'] ?? sent['phone_number'] ?? sent['number']
  return typeof typed === 'string' || typeof typed === 'number' ? String(typed).slice(0, 100) : null
}

type Writing = { readonly tx: Executor; readonly context: Context; readonly adding: Adding }

async function writeBatch(
  { tx, context, adding }: Writing,
  before: ImportState,
  { recipients, problems, count }: Batch & { readonly count: number },
): Promise<ImportState> {
  const { workspaceId } = adding
  const now = context.now()
  const lane = await lockLane(tx, adding)
  if (!lane || lane.status === 'CANCELLED' || lane.status === 'COMPLETED') {
    throw new AppError('CONFLICT', 'The campaign has ended.')
  }
  const rows = distinct(recipients).map((one) => toRow(context, one))
  const inserted = rows.length === 0 ? [] : await insertRecipients(tx, adding, rows, now)
  await addCounts(tx, adding, inserted.flatMap(countsOf))
  await keepConsents(tx, context, adding, recipients)
  await insertProblems(tx, { workspaceId, importId: before.id }, clean(problems))
  const state: ImportState = {
    ...before,
    rows: before.rows + count,
    accepted: before.accepted + inserted.length,
    duplicates: before.duplicates + recipients.length - inserted.length,
    rejected: before.rejected + problems.length,
  }
  await updateImport(tx, workspaceId, state, now)
  await hastenLane(tx, adding, now)
  await notifyDialers(tx)
  return state
}

/** One insert can skip a number that is there, not one that it inserts itself. */
function distinct(recipients: readonly ReadRecipient[]): readonly ReadRecipient[] {
  return [...new Map([...recipients].reverse().map((one) => [one.number, one])).values()].reverse()
}

function clean(problems: readonly RowProblem[]): RowProblem[] {
  return problems.map((problem) => ({
    ...problem,
    phoneNumber: problem.phoneNumber?.replace(/[\0\p{Cs}]/gu, '') ?? null,
  }))
}

function toRow({ newId }: Context, one: ReadRecipient): NewRecipient {
  const isKnown = one.zones.length > 0
  return {
    id: newId(),
    number: one.number,
    key: one.number,
    name: one.name,
    isPlain: one.isPlain,
    variables: JSON.stringify(one.variables),
    zones: one.zones.join('&'),
    // Nobody is called at an hour that nobody knows.
    status: isKnown ? 'PENDING' : 'SKIPPED',
    skipReason: isKnown ? null : 'no_time_zone',
    dueAt: null,
  }
}

function countsOf(inserted: {
  readonly status: string
  readonly skipReason: string | null
}): CountChange[] {
  const { status, skipReason } = inserted
  return [
    { kind: 'status', name: status, by: 1 },
    ...(skipReason === null ? [] : [{ kind: 'skip', name: skipReason, by: 1 } as const]),
  ]
}

async function keepConsents(
  tx: Executor,
  context: Context,
  { workspaceId, createdBy }: Adding,
  recipients: readonly ReadRecipient[],
): Promise<void> {
  const at = context.now()
  const rows = recipients.flatMap(({ number, consent }) =>
    consent
      ? [{ ...consent, id: context.newId(), number, givenAt: consent.at ?? at.toISOString() }]
      : [],
  )
  if (rows.length > 0) await insertConsents(tx, workspaceId, rows, { createdBy, at })
}
