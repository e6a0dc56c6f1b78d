import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Plain JavaScript that any Node from 20 on runs: nothing is installed yet when this is needed.

export const root = fileURLToPath(new URL('..', import.meta.url))
/** The Node that Parley is made for, installed as an npm package. */
export const pinnedNode = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`

/** Installs what package-lock.json lists if something of it is missing or of another version. */
export function ensureInstalled({ withDev }) {
  const reason = findReasonToInstall(withDev)
  if (!reason) return
  process.stdout.write(`Installing packages, because ${reason}. This takes about a minute.\n`)
  const { command, first } = npm()
  const { status } = spawnSync(
    command,
    [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32' && first.length === 0,
    },
  )
  const stillMissing = status === 0 ? findReasonToInstall(withDev) : undefined
  if (status === 0 && !stillMissing) return
  process.stderr.write(
    `The packages could not be installed${stillMissing ? ` (${stillMissing})` : ''}. ` +
      'The lines above say why; npm needs the network the first time.\n',
  )
  process.exit(1)
}

/**
 * Compares contents, not dates: a fresh clone makes every file new. npm writes the second file when
 * it has finished, with what is really there.
 */
function findReasonToInstall(withDev) {
  const wanted = readPackages('package-lock.json')
  const present = readPackages('node_modules/.package-lock.json')
  if (!present) return 'there are none yet'
  if (!existsSync(pinnedNode)) return 'the pinned Node is missing'
  const names = Object.keys(wanted).filter((path) => path !== '')
  const wrong = names.find((path) => !isInstalled(wanted[path], present[path], withDev))
  return wrong && `${wrong.replace(/^.*node_modules\//, '')} is missing or has another version`
}

function isInstalled(wanted, found, withDev) {
  if (found) return found.version === wanted.version && found.integrity === wanted.integrity
  // Optional ones are for other systems, and whoever starts Parley may leave out the tools.
  return wanted.optional || ((wanted.dev || wanted.devOptional) && !withDev)
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(root + file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** The npm that runs us, or the one on the path. */
function npm() {
  const own = process.env.npm_execpath
  return own?.endsWith('.js')
    ? { command: process.execPath, first: [own] }
    : { command: 'npm', first: [] }
}
