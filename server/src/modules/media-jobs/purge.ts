import type { Context } from '../../context.ts'
import { deleteEnded } from './queries.ts'
import { queueFileDeletions } from './queue.ts'

/** Deletes some of the jobs that ended before, with the audio they made. Answers how many. */
export async function purgeEnded({ db }: Context, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const gone = await deleteEnded(tx, before)
    await queueFileDeletions(
      tx,
      gone.filter(({ type }) => type === 'TTS'),
    )
    return gone.length
  })
}
