import type { Database, Executor } from '../src/platform/db/database.ts'

/** A transaction that stays open until told to end. */
export async function openTransaction(db: Database, work: (tx: Executor) => Promise<unknown>) {
  let tell: (how: 'commit' | 'rollback') => void = () => {}
  const told = new Promise<'commit' | 'rollback'>((resolve) => {
    tell = resolve
  })
  let ended: Promise<void> = Promise.resolve()
  const tx = await new Promise<Executor>((resolve, reject) => {
    ended = db.transaction(async (opened) => {
      await work(opened)
      resolve(opened)
      if ((await told) === 'rollback') throw new Error('rolled back')
    })
    ended.catch(reject)
  })
  return {
    tx,
    async end(how: 'commit' | 'rollback') {
      tell(how)
      await ended.catch(() => {})
    },
  }
}
