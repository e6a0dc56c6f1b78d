import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** In the order in which they are preferred. */
const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const

export type Asset = {
  readonly type: string
  /** The file as it is, and compressed; made when the dashboard was built. */
  readonly files: readonly { readonly encoding: 'br' | 'gzip' | undefined; readonly path: string }[]
}

type Dashboard = {
  /** The page, with a place for the nonce of each answer. */
  readonly page: string
  /** By their names under `/assets/`, which change with their content. */
  readonly assets: ReadonlyMap<string, Asset>
}

/** What `npm start` built; undefined where nobody did. */
export function findDashboard(folder: string): Dashboard | undefined {
  const pagePath = join(folder, 'index.html')
  if (!existsSync(pagePath)) return undefined
  const folderOfAssets = join(folder, 'assets')
  const names = new Set(readdirSync(folderOfAssets))
  const assets = new Map<string, Asset>()
  for (const name of names) {
    const type = types[extname(name)]
    if (!type) continue
    const compressed = encodings
      .filter(({ ending }) => names.has(name + ending))
      .map(({ name: encoding, ending }) => ({
        encoding,
        path: join(folderOfAssets, name + ending),
      }))
    const plain = { encoding: undefined, path: join(folderOfAssets, name) }
    assets.set(name, { type, files: [...compressed, plain] })
  }
  return { page: readFileSync(pagePath, 'utf8'), assets }
}
