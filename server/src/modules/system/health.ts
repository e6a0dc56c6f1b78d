import type { Health } from '@parley/contract'
import type { Context } from '../../context.ts'
import { pendingMigrations } from '../../platform/db/migrate.ts'
import { AppError } from '../../platform/errors.ts'
import { listAppliedMigrations, ping } from './queries.ts'

const answerWithinMs = 1_000

/** Answers what was checked, or refuses with the check that failed. */
export async function checkReadiness({ db }: Context): Promise<Health> {
  await assertInTime('database', ping(db))
  const pending = await assertInTime(
    'migrations',
    pendingMigrations(() => listAppliedMigrations(db)),
  )
  if (pending.length > 0) {
    throw notReady('migrations', `Migrations have not run: ${pending.join(', ')}.`)
  }
  return { status: 'ok', checks: { database: 'ok', migrations: 'ok' } }
}

async function assertInTime<T>(check: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), answerWithinMs)
  })
  try {
    return await Promise.race([answer, late])
  } catch (error) {
    throw notReady(check, `The ${check} check failed: no answer from the database.`, error)
  } finally {
    clearTimeout(timer)
  }
}

function notReady(check: string, sentence: string, cause?: unknown): AppError {
  return new AppError('SERVICE_UNAVAILABLE', sentence, { checks: { [check]: 'failed' } }, { cause })
}
