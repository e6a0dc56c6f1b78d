import { expect } from 'vitest'
import type { TestApp } from './test-app.ts'

/**
 * Makes requests meet at one place: holds the rows that `lock` selects until `waiting` transactions
 * stand in line for something, then lets go and answers what `start` answers.
 */
export async function collide<T>(
  app: TestApp,
  { lock, waiting, start }: { lock: string; waiting: number; start: () => Promise<T> },
): Promise<T> {
  const holder = await app.db.pool.connect()
  try {
    await holder.query('begin')
    await holder.query(lock)
    const replies = start()
    const standing = async () => {
      // Not through the holder: a transaction sees the activity as it was at its first look.
      const { rows } = await app.db.pool.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return rows[0]?.count
    }
    await expect.poll(standing, { timeout: 10_000 }).toBe(waiting)
    await holder.query('commit')
    return await replies
  } finally {
    holder.release(true)
  }
}
