import { z } from 'zod'
import type { Context } from '../../context.ts'
import { job } from '../../platform/jobs/job.ts'
import { announceMoments } from './meeting-moment-queries.ts'

/** What is entered or imported later than this is history, not news. */
const newsMs = 24 * 3_600_000

/** Announces `meeting.started` and `meeting.ended` within a minute of their time. */
export const meetingMomentsJob = job({
  name: 'announce-meeting-moments',
  schedule: '* * * * *',
  payload: z.object({}),
  async handle(context: Context, _payload, { signal }) {
    const now = context.now()
    const since = new Date(now.getTime() - newsMs)
    let announced = 0
    for (const moment of ['started', 'ended'] as const) {
      for (let batch = -1; batch !== 0; announced += batch) {
        signal.throwIfAborted()
        batch = await announceMoments(context.db, moment, { now, since })
      }
    }
    if (announced > 0) context.wakeRelay()
  },
})
