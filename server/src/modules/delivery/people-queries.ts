import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const managersStatement = statement(
  'list_workspace_managers',
  `select u.email, w.name as workspace from member m
   join app_user u on u.id = m.user_id join workspace w on w.id = m.workspace_id
   where m.workspace_id = $1 and m.role in ('owner', 'admin')`,
)

/** Who has to know when something of the workspace does not work. */
export function selectManagersOf(
  tx: Executor,
  workspaceId: string,
): Promise<{ email: string; workspace: string }[]> {
  return tx.run(managersStatement, [workspaceId])
}
