import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeSecretFile } from '../files/secret-file.ts'
import { StartError } from '../start-error.ts'

const keyBytes = 32
const fileName = 'encryption.key'

export type EncryptionKey = {
  /** 32 bytes in base64. */
  readonly key: string
  /** Whether it was made just now: what another key encrypted cannot be read with it. */
  readonly isNew: boolean
}

/** The key in DATA_DIR/encryption.key; made when there is none. */
export async function readOrCreateEncryptionKey(dataDir: string): Promise<EncryptionKey> {
  const found = await readEncryptionKey(dataDir)
  if (found !== undefined) return { key: found, isNew: false }
  const key = randomBytes(keyBytes).toString('base64')
  await writeSecretFile(join(dataDir, fileName), `${key}\n`)
  return { key, isNew: true }
}

/** Undefined when there is none. */
export async function readEncryptionKey(dataDir: string): Promise<string | undefined> {
  const path = join(dataDir, fileName)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new StartError(`${path} cannot be read: ${message}.`, { cause: error })
  })
  const key = text?.trim()
  if (key === undefined || Buffer.from(key, 'base64').length === keyBytes) return key
  throw new StartError(
    `${path} does not hold ${keyBytes} bytes in base64. Bring back the file as it was: ` +
      'secrets in the database can be read only with it.',
  )
}
