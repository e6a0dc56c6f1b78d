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

/** The file may be gone (it is the user's to delete), and the address may have changed since. */
export async function updateBaseUrl(dataDir: string, baseUrl: string): Promise<void> {
  const text = await readFile(firstRunFile(dataDir), 'utf8').catch(() => undefined)
  if (text === undefined) return
  const firstRun = JSON.parse(text) as FirstRun
  if (firstRun.baseUrl !== baseUrl) await writeFirstRun(dataDir, { ...firstRun, baseUrl })
}
