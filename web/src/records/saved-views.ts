/** A name for filters, sort and columns; kept in this browser. */
type SavedView = {
  readonly name: string
  readonly search: { readonly [name: string]: string | undefined }
}

const keyOf = (resource: string) => `parley.views.${resource}`

export function listViews(resource: string): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(resource)) ?? '[]')
    return Array.isArray(found) ? (found as SavedView[]) : []
  } catch {
    return []
  }
}

/** One of the same name is replaced. */
export function saveView(resource: string, view: SavedView): readonly SavedView[] {
  return keep(resource, [...listViews(resource).filter(({ name }) => name !== view.name), view])
}

export function forgetView(resource: string, name: string): readonly SavedView[] {
  return keep(
    resource,
    listViews(resource).filter((view) => view.name !== name),
  )
}

function keep(resource: string, views: readonly SavedView[]): readonly SavedView[] {
  localStorage.setItem(keyOf(resource), JSON.stringify(views))
  return views
}
