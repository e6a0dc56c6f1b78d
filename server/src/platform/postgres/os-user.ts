import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { StartError } from '../start-error.ts'

export type OsUser = { readonly name: string; readonly uid: number; readonly gid: number }

/** Users that exist to own a database or nothing at all; the first one present is taken. */
const candidates = ['parley', 'postgres', '_postgres', 'nobody']

/**
 * PostgreSQL refuses to run as root. Answers who runs it instead: the owner of an existing cluster,
 * else an unprivileged user of the system. Undefined when we are not root: it runs as ourselves.
 */
export function findPostgresUser(cluster: string): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = listUsers()
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid ?? 0
  const user =
    owner > 0
      ? users.find(({ uid }) => uid === owner)
      : candidates.map((name) => users.find((known) => known.name === name)).find(Boolean)
  if (user) return user
  throw new StartError(
    owner > 0
      ? `${cluster} belongs to user id ${owner}, which is not in /etc/passwd.`
      : `PostgreSQL does not run as root, and none of the users ${candidates.join(', ')} exists.\n` +
          'Add one (useradd --system parley), or start Parley as an ordinary user.',
  )
}

/** Whether the user can pass through the folder and everything above it. */
export function canEnter(user: OsUser | undefined, folder: string): boolean {
  if (process.platform === 'win32') return true
  return spawnSync('test', ['-x', folder], { ...idsOf(user), stdio: 'ignore' }).status === 0
}

/** What `spawn` needs to start a process as that user; the working folder is one anybody can enter. */
export function idsOf(user: OsUser | undefined): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {}
}

function listUsers(): OsUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#') && line.includes(':'))
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0)
}

/** Name of the user that runs us. PostgreSQL, too, insists on one. */
export function currentUser(): string {
  try {
    return userInfo().username
  } catch (error) {
    throw new StartError(
      `User id ${process.getuid?.()} has no name on this machine, which PostgreSQL needs. ` +
        'Add a line for it to /etc/passwd, or set DATABASE_URL.',
      { cause: error },
    )
  }
}
