import {
  type NewSignalTracker,
  type SignalTracker,
  type SignalTrackerChanges,
  trackerLimits,
  type TrackerTest,
  type TrackerTestResult,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { compilePattern, PatternError } from '../../providers/patterns/index.ts'
import { type Expressions, findTracked } from './find-tracked.ts'
import { selectSpoken } from './signal-queries.ts'
import {
  countTrackers,
  deleteTracker as deleteRow,
  findTracker,
  isNameTaken,
  lockTrackers,
  selectTrackers,
  type TrackerFields,
  writeTracker,
} from './tracker-queries.ts'
import { wordsOf } from './tracker-rules.ts'

const defaultKind = 'custom'

export function listTrackers({ db }: Context, principal: Principal): Promise<SignalTracker[]> {
  return selectTrackers(db, principal.workspaceId)
}

export async function getTracker(
  { db }: Pick<Context, 'db'>,
  principal: Principal,
  id: string,
): Promise<SignalTracker> {
  return required(await findTracker(db, principal.workspaceId, id))
}

export async function createTracker(
  context: Context,
  principal: Principal,
  wanted: NewSignalTracker,
): Promise<SignalTracker> {
  requireSound(wanted)
  requireSomething(wanted)
  return changing(context, principal, async (tx) => {
    if ((await countTrackers(tx, principal.workspaceId)) >= trackerLimits.trackers) {
      throw new AppError('CONFLICT', `A workspace has at most ${trackerLimits.trackers} trackers.`)
    }
    const { name, kind = defaultKind, phrases = [], patterns = [], active = true } = wanted
    const described = { description: wanted.description || null, created_by: principal.userId }
    return { id: context.newId(), name, kind, phrases, patterns, active, ...described }
  })
}

export async function updateTracker(
  context: Context,
  principal: Principal,
  { id, changes }: { readonly id: string; readonly changes: SignalTrackerChanges },
): Promise<SignalTracker> {
  requireSound(changes)
  return changing(context, principal, async (tx) => {
    const former = required(await findTracker(tx, principal.workspaceId, id))
    const { description = former.description } = changes
    const { name, kind, phrases, patterns, active } = { ...former, ...given(changes) }
    // One from before this was asked for can still be renamed or switched off.
    if (lookingFor.some((field) => changes[field] !== undefined)) {
      requireSomething({ phrases, patterns, description })
    }
    const kept = { id, created_by: former.created_by }
    return { ...kept, name, kind, phrases, patterns, active, description: description || null }
  })
}

/** Without the fields that are not there. */
function given(changes: SignalTrackerChanges) {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof SignalTrackerChanges]-?: SignalTracker[K] }
}

export async function deleteTracker(
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<{ id: string; deleted: true }> {
  requireManager(principal)
  const isDeleted = await db.transaction((tx) => deleteRow(tx, principal.workspaceId, id))
  if (!isDeleted) required(undefined)
  return { id, deleted: true }
}

/** What phrases and patterns find in a conversation; nothing is kept. */
export async function testTracker(
  { db }: Context,
  principal: Principal,
  { conversation_id: id, phrases = [], patterns = [] }: TrackerTest,
): Promise<TrackerTestResult> {
  requireSound({ phrases, patterns })
  const segments = await selectSpoken(db, principal, id)
  if (!segments) throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
  const { findings, complete } = await findTracked([{ phrases, patterns }], segments)
  return {
    findings: findings.flat().map(({ foundBy, expression, quote, segment }) => ({
      found_by: foundBy,
      expression,
      quote,
      segment: segment.position,
      start_ms: segment.startMs,
      speaker: segment.speaker,
    })),
    segments: segments.length,
    complete,
  }
}

/** Runs a change of a manager and answers the tracker as it is afterwards. */
async function changing(
  { db }: Context,
  principal: Principal,
  change: (tx: Executor) => Promise<TrackerFields>,
): Promise<SignalTracker> {
  requireManager(principal)
  const { workspaceId } = principal
  return db.transaction(async (tx) => {
    await lockTrackers(tx, workspaceId)
    const fields = await change(tx)
    if (await isNameTaken(tx, workspaceId, fields)) {
      throw invalid('name', 'A tracker with this name already exists', 'DUPLICATE_NAME')
    }
    await writeTracker(tx, workspaceId, fields)
    return required(await findTracker(tx, workspaceId, fields.id))
  })
}

function requireManager({ role }: Principal): void {
  if (role !== 'rep' && role !== 'viewer') return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'Trackers are changed by owners, admins and managers.',
  )
}

type Given = { readonly [K in keyof Expressions]?: Expressions[K] | undefined }

function requireSound({ phrases = [], patterns = [] }: Given): void {
  for (const [index, phrase] of phrases.entries()) {
    if (wordsOf(phrase).length > 0) continue
    throw invalid(`phrases.${index}`, `Field 'phrases.${index}' must have letters or digits.`)
  }
  for (const [index, pattern] of patterns.entries()) {
    const fault = faultOf(pattern)
    if (fault) throw invalid(`patterns.${index}`, `Field 'patterns.${index}' ${fault}`)
  }
}

const lookingFor = ['phrases', 'patterns', 'description'] as const

/** Of neither words nor a sentence nothing would ever come. */
function requireSomething({
  phrases = [],
  patterns = [],
  description,
}: Given & Pick<SignalTrackerChanges, 'description'>): void {
  if (phrases.length > 0 || patterns.length > 0 || description) return
  throw invalid('phrases', 'A tracker needs phrases, patterns or a description to look for.')
}

function faultOf(pattern: string): string | undefined {
  try {
    compilePattern(pattern)
    return undefined
  } catch (error) {
    if (error instanceof PatternError) return error.message
    throw error
  }
}

function required(tracker: SignalTracker | undefined): SignalTracker {
  if (!tracker) throw new AppError('SIGNAL_TRACKER_NOT_FOUND', 'There is no such tracker.')
  return tracker
}
