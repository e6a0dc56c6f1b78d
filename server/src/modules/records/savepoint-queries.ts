import type { Executor } from '../../platform/db/database.ts'

const begin = { name: 'savepoint', text: 'savepoint step' }
const keep = { name: 'release_savepoint', text: 'release savepoint step' }
const undo = { name: 'rollback_to_savepoint', text: 'rollback to savepoint step' }

/** Runs `work` so that its failure undoes only itself and the transaction can go on. */
export async function savepoint<T>(tx: Executor, work: () => Promise<T>): Promise<T> {
  await tx.run(begin, [])
  try {
    const result = await work()
    await tx.run(keep, [])
    return result
  } catch (error) {
    await tx.run(undo, [])
    throw error
  }
}
