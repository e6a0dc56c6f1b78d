import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Model } from './catalogue.ts'
import { sha256Of } from './npm-source.ts'

/** Absolute paths of a model's files by role. */
export type ModelPaths = Readonly<Record<string, string>>

export function pathsIn(folder: string, model: Model): ModelPaths {
  return Object.fromEntries(Object.keys(model.files).map((role) => [role, join(folder, role)]))
}

export async function hasSizes(model: Model, paths: ModelPaths): Promise<boolean> {
  for (const [role, file] of Object.entries(model.files)) {
    const size = await stat(paths[role] ?? '').then(
      (found) => found.size,
      () => -1,
    )
    if (size !== file.bytes) return false
  }
  return true
}

/** What a file was found to hold, by its path, and what the file looked like then. */
export type KnownDigests = Map<string, { readonly looks: string; readonly digest: string }>

/**
 * 250 MB take 0.2 s: little beside loading them, much beside hearing a sentence. So a file that looks
 * as it did when it was read is not read again.
 */
export async function verify(
  model: Model,
  paths: ModelPaths,
  known: KnownDigests = new Map(),
  read: (path: string) => Promise<string> = sha256Of,
): Promise<'good' | 'bad' | 'absent'> {
  let isThere = false
  let isGood = true
  for (const [role, file] of Object.entries(model.files)) {
    const digest = await digestOf(paths[role] ?? '', known, read).catch(() => undefined)
    isThere ||= digest !== undefined
    isGood &&= digest === file.sha256
  }
  return isGood ? 'good' : isThere ? 'bad' : 'absent'
}

async function digestOf(
  path: string,
  known: KnownDigests,
  read: (path: string) => Promise<string>,
): Promise<string> {
  // Before it is read: what is written meanwhile is seen next time.
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path)
  const looks = [dev, ino, size, mtimeMs, ctimeMs].join(' ')
  const before = known.get(path)
  if (before?.looks === looks) return before.digest
  const digest = await read(path)
  known.set(path, { looks, digest })
  return digest
}
