import type { SavedView, SavedViewTable } from '@parley/contract'
import { ParleyError } from '@parley/sdk'
import { parley } from '../api/client.ts'
import { forgetLocal, type LocalView, localViews, longestName, viewQueryOf } from './saved-views.ts'

/** Names are tried as they are, then with a number behind them. */
const attempts = 20

/**
 * Views that an earlier version kept in this browser become views of the person. Each is forgotten
 * here once the server has it; one that it does not take stays for the next time.
 */
export async function moveViews(table: SavedViewTable, userId: string): Promise<void> {
  for (const view of localViews(table)) {
    try {
      await keep(table, view, userId)
      forgetLocal(table, view)
    } catch {
      // The list is shown all the same.
    }
  }
}

async function keep(table: SavedViewTable, view: LocalView, userId: string): Promise<void> {
  const query = viewQueryOf(view.search)
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const name = numbered(view.name, attempt)
    try {
      await parley.savedViews.create({ table, name, query })
      return
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'DUPLICATE_NAME') throw error
      // Another tab was quicker, or another browser had the same view.
      if (await isKept({ table, name, query }, userId)) return
    }
  }
  throw new Error(`There are ${attempts} views named ${view.name}.`)
}

type Wanted = Pick<SavedView, 'table' | 'name' | 'query'>

async function isKept({ table, name, query }: Wanted, userId: string): Promise<boolean> {
  const { data } = await parley.savedViews.list({ table, limit: 1_000 })
  return data.some(
    (view) =>
      view.owner_id === userId &&
      view.query === query &&
      view.name.toLowerCase() === name.toLowerCase(),
  )
}

function numbered(name: string, attempt: number): string {
  const ending = attempt === 1 ? '' : ` (${attempt})`
  const room = longestName - ending.length
  // What is cut within a character loses its half.
  const shown = name
    .trim()
    .slice(0, room)
    .replace(/[\uD800-\uDBFF]$/, '')
  return (shown || '–') + ending
}
