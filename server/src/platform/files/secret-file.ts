import { open, rename } from 'node:fs/promises'

/**
 * Writes a file that only we may read. It appears whole or not at all, and survives a power cut
 * once this has returned.
 */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.new`
  const file = await open(unfinished, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
}
