/** The API tells of a bulk by its id alone: the browser remembers the last one of a workspace. */
const keyOf = (workspaceId: string) => `parley.bulk-evaluation.${workspaceId}`

export function lastBulk(workspaceId: string): string | undefined {
  return localStorage.getItem(keyOf(workspaceId)) ?? undefined
}

export function rememberBulk(workspaceId: string, id: string | undefined): void {
  if (id === undefined) localStorage.removeItem(keyOf(workspaceId))
  else localStorage.setItem(keyOf(workspaceId), id)
}
