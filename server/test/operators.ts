import type { TestApp } from './test-app.ts'

/** Makes this workspace the one whose owners look after the server; the app's first unless said. */
export async function runServerFrom(
  app: TestApp,
  workspaceId: string = app.owner.workspaceId,
): Promise<void> {
  await app.db.pool.query('update workspace set runs_server = (id = $1)', [workspaceId])
}
