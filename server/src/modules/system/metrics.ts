import type { Context } from '../../context.ts'
import { measureBacklog } from '../../platform/events/queries.ts'
import { countJobs, isQueueInstalled } from '../../platform/jobs/queries.ts'

/** Gauges read from the pool and the database, only when /metrics is asked for. */
export function addDatabaseGauges({ db, metrics }: Context): void {
  metrics.addGauge(
    {
      name: 'parley_db_pool_connections',
      help: 'Connections of the pool for writes and slow reads, by state.',
      labelNames: ['state'],
    },
    () => [
      { labels: { state: 'idle' }, value: db.pool.idleCount },
      { labels: { state: 'busy' }, value: db.pool.totalCount - db.pool.idleCount },
    ],
  )
  metrics.addGauge(
    { name: 'parley_db_pool_waiting', help: 'Callers waiting for a connection of the pool.' },
    () => [{ value: db.pool.waitingCount }],
  )
  metrics.addGauge(
    {
      name: 'parley_events_waiting',
      help: 'Events committed and not relayed yet; counted up to 10000.',
    },
    async () => [{ value: (await measureBacklog(db)).count }],
  )
  metrics.addGauge(
    {
      name: 'parley_event_lag_seconds',
      help: 'Age of the oldest event not relayed yet; 0 when none waits.',
    },
    async () => [{ value: (await measureBacklog(db)).ageS }],
  )
  metrics.addGauge(
    { name: 'parley_jobs', help: 'Background jobs in the queue, by state.', labelNames: ['state'] },
    async () => {
      if (!(await isQueueInstalled(db))) return []
      const counts = await countJobs(db)
      return Object.entries(counts).map(([state, value]) => ({ labels: { state }, value }))
    },
  )
}
