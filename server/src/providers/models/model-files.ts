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

/** 250 MB take 0.2 s: little beside loading them. */
export async function verify(model: Model, paths: ModelPaths): Promise<'good' | 'bad' | 'absent'> {
  let isThere = false
  let isGood = true
  for (const [role, file] of Object.entries(model.files)) {
    const digest = await sha256Of(paths[role] ?? '').catch(() => undefined)
    isThere ||= digest !== undefined
    isGood &&= digest === file.sha256
  }
  return isGood ? 'good' : isThere ? 'bad' : 'absent'
}
