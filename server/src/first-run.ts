import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FirstOwner } from './modules/accounts/index.ts'
import { writeSecretFile } from './platform/files/secret-file.ts'

/** What a new installation tells its first user, and programs that set it up. */
export type FirstRun = FirstOwner & { readonly baseUrl: string }

export function firstRunFile(dataDir: string): string {
  return join(dataDir, 'first-run.json')
}

export async function writeFirstRun(dataDir: string, firstRun: FirstRun): Promise<void> {
  const { baseUrl, email, password, apiKey, workspaceId, userId } = firstRun
  const text = JSON.stringify({ baseUrl, email, password, apiKey, workspaceId, userId }, null, 2)
  await writeSecretFile(firstRunFile(dataDir), `${text}\n`)
}

/** Undefined when the file is gone, or was never there. */
export async function readFirstRun(dataDir: string): Promise<FirstRun | undefined> {
  const text = await readFile(firstRunFile(dataDir), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as FirstRun)
}

/** The file may be gone (it is the user's to delete), and the address may have changed since. */
export async function updateBaseUrl(dataDir: string, baseUrl: string): Promise<void> {
  const firstRun = await readFirstRun(dataDir)
  if (!firstRun) return
  if (firstRun.baseUrl !== baseUrl) await writeFirstRun(dataDir, { ...firstRun, baseUrl })
}
