/** What an address says after its question mark. */
type Search = { readonly [name: string]: string | undefined }

/** A view that an earlier version of the dashboard kept in this browser. */
export type LocalView = { readonly name: string; readonly search: Search }

/** Characters of a name. */
export const longestName = 80

/** What is open and which view was chosen are no part of a view. */
const ofNoView: ReadonlySet<string> = new Set(['open', 'saved'])

/** The part of an address that a view keeps; the same for the same view, whatever its order. */
export function viewQueryOf(search: Search): string {
  const given = Object.entries(search)
    .filter((pair): pair is [string, string] => Boolean(pair[1]) && !ofNoView.has(pair[0]))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return new URLSearchParams(given).toString()
}

export function searchOf(query: string): Search {
  return Object.fromEntries(new URLSearchParams(query))
}

/** Whether the view shows something else than the address. */
export function differs(view: { readonly query: string }, search: Search): boolean {
  return viewQueryOf(searchOf(view.query)) !== viewQueryOf(search)
}

const keyOf = (table: string) => `parley.views.${table}`

function isLocalView(found: unknown): found is LocalView {
  const { name, search } = (found ?? {}) as Partial<LocalView>
  return typeof name === 'string' && typeof search === 'object' && search !== null
}

export function localViews(table: string): readonly LocalView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(table)) ?? '[]')
    return Array.isArray(found) ? found.filter(isLocalView) : []
  } catch {
    return []
  }
}

export function forgetLocal(table: string, { name }: LocalView): void {
  const left = localViews(table).filter((view) => view.name !== name)
  if (left.length > 0) localStorage.setItem(keyOf(table), JSON.stringify(left))
  else localStorage.removeItem(keyOf(table))
}
