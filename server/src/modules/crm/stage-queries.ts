import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type Stage = {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly color: string
  readonly position: number
  readonly default_probability: number
  readonly outcome: 'open' | 'won' | 'lost'
  readonly aliases: readonly string[]
}

const stagesOfWorkspace = statement(
  'deal_stages',
  `select id, key, name, color, position, default_probability, outcome, aliases
   from deal_stage where workspace_id = $1 order by position`,
)

/** The pipeline, first stage first. */
export function selectStages(db: Database, workspaceId: string): Promise<Stage[]> {
  return db.read<Stage>(stagesOfWorkspace, [workspaceId])
}
