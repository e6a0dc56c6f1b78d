import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pinnedNode, root } from './install.js'

/** What the dashboard is made of. */
const sources = [
  'web/index.html',
  'web/vite.config.ts',
  'web/build',
  'web/src',
  'packages/contract/src',
  'packages/sdk/src',
  'packages/voice/src',
  'package-lock.json',
]
const built = join(root, 'web/dist')
const stampFile = join(built, 'stamp')

/** Builds the dashboard if its source is not what the present one was built from. */
export function ensureDashboard() {
  if (!existsSync(join(root, 'web/src'))) return
  const stamp = stampOf()
  if (readStamp() === stamp) return
  process.stdout.write('Building the dashboard, because its source is new. This takes a moment.\n')
  // Built beside its place: nobody is served half a dashboard, and two starts do not meet.
  const folder = join(root, `.cache/dashboard-${process.pid}`)
  const { status } = spawnSync(
    pinnedNode,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      'web',
      '--outDir',
      folder,
      '--logLevel',
      'warn',
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
  )
  if (status === 0) {
    writeFileSync(join(folder, 'stamp'), stamp)
    const old = join(root, `.cache/dashboard-old-${process.pid}`)
    mkdirSync(join(root, 'web'), { recursive: true })
    if (existsSync(built)) renameSync(built, old)
    renameSync(folder, built)
    rmSync(old, { recursive: true, force: true })
    return
  }
  rmSync(folder, { recursive: true, force: true })
  process.stderr.write(
    'The dashboard could not be built; the lines above say why. The API works without it.\n',
  )
}

function stampOf() {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(source))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** In an order of their own, not of the file system. Tests do not end up in the dashboard. */
function filesOf(path) {
  if (/\.[a-z]+$/.test(path)) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}

function readStamp() {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    return undefined
  }
}

// Also a command of its own, `node scripts/dashboard.js`: tests run it.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) ensureDashboard()
