import type { ConversationKind, ScorecardContent } from '@parley/contract'
import type { Context } from '../../context.ts'
import { ensureBuiltIns } from './ensure-built-ins.ts'
import { findDefault, findScorecard } from './queries.ts'
import { contentOf, required } from './scorecards.ts'
import { findVersion } from './version-queries.ts'

/** What a conversation is evaluated with: one version of a scorecard. */
type ChosenScorecard = {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly content: ScorecardContent
}

type Wish = {
  readonly workspaceId: string
  readonly kind: ConversationKind
  /** Undefined: the default for the kind. */
  readonly scorecardId?: string | undefined
  /** Undefined: the newest. */
  readonly version?: number | undefined
}

/** The wanted scorecard, or the default of the kind; throws SCORECARD_NOT_FOUND. */
export async function chooseScorecard(
  context: Pick<Context, 'db' | 'newId'>,
  { workspaceId, kind, scorecardId, version }: Wish,
): Promise<ChosenScorecard> {
  await ensureBuiltIns(context, workspaceId)
  const { db } = context
  const row = required(
    scorecardId
      ? await findScorecard(db, workspaceId, scorecardId)
      : await findDefault(db, workspaceId, kind),
  )
  if (version === undefined || version === row.version) {
    return { id: row.id, name: row.name, version: row.version, content: contentOf(row) }
  }
  const former = await findVersion(db, workspaceId, { id: row.id, version })
  const { name, content } = required(former && { ...row, ...former })
  return { id: row.id, name, version, content: contentOf({ content }) }
}
