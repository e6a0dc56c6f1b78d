import { createHash, randomBytes } from 'node:crypto'
import { chown, lstat, mkdir, mkdtemp, readFile, rmdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OsUser } from './os-user.ts'

/**
 * How clients reach the server. A Unix socket, where the kernel says who connects and no password
 * exists; on Windows, which cannot say that, the loopback address with a password.
 */
export type Address =
  | { readonly kind: 'socket'; readonly folder: string }
  | { readonly kind: 'tcp'; readonly port: number; readonly password: string }

/** The port also names the file in the socket folder; ours holds one server, so it never matters. */
const socketPort = 5432
/** A socket's path may have 104 bytes on macOS and 108 on Linux, with a final NUL. */
const socketPathLimitBytes = 103
const passwordFile = 'postgres-password'

export function urlOf(address: Address): string {
  return address.kind === 'socket'
    ? `postgres://parley@localhost/parley?host=${encodeURIComponent(address.folder)}`
    : `postgres://parley:${address.password}@127.0.0.1:${address.port}/parley`
}

/** Settings of PostgreSQL that make it listen at the address, and nowhere else. */
export function listenSettings(address: Address): Record<string, string> {
  return address.kind === 'socket'
    ? {
        listen_addresses: '',
        port: String(socketPort),
        // A list of folders: quoted, so that spaces and commas in this one are its own.
        unix_socket_directories: `"${address.folder.replaceAll('"', '""')}"`,
        unix_socket_permissions: '0700',
      }
    : {
        listen_addresses: '127.0.0.1',
        port: String(address.port),
        unix_socket_directories: '',
      }
}

/**
 * Writes who may connect: over the socket the operating system's user that runs us, and root, who
 * could become that user anyway. When root runs us, PostgreSQL's own user may not: other services
 * could run as it too.
 */
export async function writeAccessRules(
  cluster: string,
  user: OsUser | undefined,
  allowed: { readonly kind: Address['kind']; readonly osUser: string },
): Promise<void> {
  const { kind, osUser } = allowed
  const rules =
    kind === 'socket'
      ? 'local all all peer map=parley\n'
      : 'host all all 127.0.0.1/32 scram-sha-256\n'
  const names = kind === 'socket' ? new Set([osUser, 'root']) : new Set<string>()
  const map = [...names].flatMap((name) => [
    `parley "${name}" parley\n`,
    `parley "${name}" postgres\n`,
  ])
  const note = '# Written by Parley at every start.\n'
  await writeOwned(join(cluster, 'pg_hba.conf'), note + rules, user)
  await writeOwned(join(cluster, 'pg_ident.conf'), note + map.join(''), user)
}

async function writeOwned(path: string, text: string, user: OsUser | undefined): Promise<void> {
  await writeFile(path, text, { mode: 0o600 })
  if (user) await chown(path, user.uid, user.gid)
}

/** A private folder for the socket: inside the cluster, or, when that path is too long, outside. */
export async function openSocketFolder(cluster: string, user: OsUser | undefined): Promise<string> {
  const inside = join(cluster, 'socket')
  const folder = fits(inside) ? inside : shortFolderFor(cluster)
  if (await makePrivateFolder(folder, user)) return folder
  // Somebody else was there first, perhaps on purpose.
  const other = await mkdtemp(`${folder}-`)
  if (user) await chown(other, user.uid, user.gid)
  return other
}

/** Whether the folder is there now and only the server's user can enter it. */
async function makePrivateFolder(folder: string, user: OsUser | undefined): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 })
    if (user) await chown(folder, user.uid, user.gid)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const { uid, mode, isDirectory } = await lstat(folder).then((found) => ({
      uid: found.uid,
      mode: found.mode & 0o777,
      isDirectory: found.isDirectory(),
    }))
    return isDirectory && mode === 0o700 && uid === (user?.uid ?? process.getuid?.())
  }
}

/** The same at every start, so that a server that outlived us is found at its address. */
function shortFolderFor(cluster: string): string {
  const name = `parley-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`
  const preferred = join(tmpdir(), name)
  return fits(`${preferred}-XXXXXX`) ? preferred : `/tmp/${name}`
}

/** Removes the folder if it lies outside the cluster; inside, it costs nothing to keep. */
export async function closeSocketFolder(address: Address, cluster: string): Promise<void> {
  if (address.kind !== 'socket' || address.folder.startsWith(cluster)) return
  await rmdir(address.folder).catch(() => {})
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= socketPathLimitBytes
}

/** The password of the role `parley`, or undefined when none was made or it was lost. */
export async function readPassword(dataDir: string): Promise<string | undefined> {
  const text = await readFile(join(dataDir, passwordFile), 'utf8').catch(() => '')
  return text.trim() || undefined
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

export async function keepPassword(dataDir: string, password: string): Promise<void> {
  await writeFile(join(dataDir, passwordFile), `${password}\n`, { mode: 0o600 })
}

/** A port of the loopback address that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
