import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf } from '../envelope.ts'

const tag = 'Operations'
const path = '/functions/v1/operations'

const moment = z.iso.datetime()

export const serverChecks = ['database', 'migrations', 'events', 'jobs', 'nodes', 'disk'] as const

const ServerCheck = z.object({
  name: z.enum(serverChecks),
  ok: z.boolean(),
  value: z.number().describe('What was judged: milliseconds, seconds, a count or a share.'),
})

const ServerNode = z.object({
  id: z.uuid().describe('New at each start of the process.'),
  host: z.string(),
  pid: z.int(),
  version: z.string(),
  roles: z.array(z.string()),
  started_at: moment,
  seen_at: moment.describe('Every process says twice a minute that it is there.'),
  is_alive: z.boolean(),
  is_this: z.boolean().describe('It answered this request.'),
})
export type ServerNode = z.infer<typeof ServerNode>

const JobQueue = z.object({
  name: z.string(),
  waiting: z.int().describe('Due and not taken.'),
  scheduled: z.int().describe('Due later, repeated tries among them.'),
  running: z.int(),
  failed: z.int().describe('All tries used up.'),
  oldest_at: moment.nullable().describe('Since when the oldest of those that wait is due.'),
})
export type JobQueue = z.infer<typeof JobQueue>

export const ServerState = z
  .object({
    version: z.string(),
    node_version: z.string(),
    postgres_version: z.string(),
    platform: z.string().describe('Such as linux x64.'),
    started_at: moment.describe('Of the process that answers.'),
    checks: z.array(ServerCheck),
    nodes: z.array(ServerNode),
    events: z.object({
      waiting: z.int().describe('Committed and not relayed yet; counted up to 10,000.'),
      lag_s: z.number().describe('Age of the oldest of them.'),
      subscribers: z.array(
        z.object({
          name: z.string(),
          lag_s: z.number().describe('All are handed the same events at once.'),
          failures: z.int().describe('Of this subscriber, in this process, since its start.'),
        }),
      ),
    }),
    deliveries: z
      .object({ waiting: z.int(), lag_s: z.number() })
      .describe('Webhooks whose time has come and that were not sent; counted up to 10,000.'),
    jobs: z.array(JobQueue),
  })
  .meta({ id: 'ServerState' })
export type ServerState = z.infer<typeof ServerState>

const Backup = z.object({
  made_at: moment,
  way: z.enum(['command', 'download']),
  tables: z.int(),
  rows: z.int(),
  bytes: z.int(),
})
export type Backup = z.infer<typeof Backup>

export const ServerStorage = z
  .object({
    database: z.object({
      bytes: z.int(),
      tables: z
        .array(
          z.object({
            name: z.string(),
            bytes: z.int().describe('With its indexes.'),
            rows: z.int().describe('As PostgreSQL estimates them.'),
          }),
        )
        .describe('The largest, largest first.'),
    }),
    media: z.object({
      files: z.int(),
      bytes: z.int(),
      is_partial: z.boolean().describe('There are more than could be counted in two seconds.'),
    }),
    disk: z.object({
      free_bytes: z.int(),
      total_bytes: z.int(),
    }),
    data_dir: z.string(),
    backup: z.object({
      command: z.string(),
      last: Backup.nullable().describe('Of those that were made since version 0.1.0.'),
    }),
  })
  .meta({ id: 'ServerStorage' })
export type ServerStorage = z.infer<typeof ServerStorage>

export const FailedJob = z
  .object({
    id: z.string(),
    name: z.string(),
    attempts: z.int(),
    error: z.string().describe('Of the last try.'),
    created_at: moment,
    failed_at: moment,
  })
  .meta({ id: 'FailedJob' })
export type FailedJob = z.infer<typeof FailedJob>

const maxJobs = 1_000
const jobIds = z.strictObject({
  ids: z
    .array(z.string().regex(/^\d{1,18}$/, 'must be ids of jobs.'))
    .min(1, 'must name at least one job.')
    .max(maxJobs),
})
const changedJobs = dataOf(z.object({ count: z.int().describe('Jobs that had failed.') }))

const common = { tag, access: 'key', scope: 'admin' } as const
const whose = 'For owners of the workspace that the server was set up with, and their keys.'

/** Everything of the whole server, whatever the workspace. */
export const operationEndpoints = {
  get: endpoint({
    ...common,
    id: 'getServerState',
    method: 'GET',
    path,
    summary: 'How the server is: checks, processes, events, queues',
    description: whose,
    reply: dataOf(ServerState),
  }),
  storage: endpoint({
    ...common,
    id: 'getServerStorage',
    method: 'GET',
    path: `${path}/storage`,
    summary: 'What takes how much room, and the last backup',
    description: whose,
    reply: dataOf(ServerStorage),
  }),
  failedJobs: endpoint({
    ...common,
    id: 'listFailedJobs',
    method: 'GET',
    path: `${path}/failed-jobs`,
    summary: 'Jobs whose tries are used up, newest first',
    description: `At most 100. ${whose}`,
    query: z.object({ name: z.string().max(100).optional().describe('Of one kind.') }),
    reply: dataOf(z.array(FailedJob)),
  }),
  retryJobs: endpoint({
    ...common,
    id: 'retryJobs',
    method: 'POST',
    path: `${path}/failed-jobs/retry`,
    summary: 'Have failed jobs tried again, as if they were new',
    description: `Others are left as they are. ${whose}`,
    body: jobIds,
    reply: changedJobs,
  }),
  discardJobs: endpoint({
    ...common,
    id: 'discardJobs',
    method: 'POST',
    path: `${path}/failed-jobs/discard`,
    summary: 'Delete failed jobs',
    description: `What they were to do is not done. ${whose}`,
    body: jobIds,
    reply: changedJobs,
  }),
  backup: endpoint({
    ...common,
    id: 'downloadBackup',
    method: 'GET',
    path: `${path}/backup`,
    summary: 'Download a backup of the database',
    description: `The file that \`npm run backup\` writes: all workspaces as they are at one moment. Files of the media store and the encryption key are not in it. A download that breaks off is refused by the restore. ${whose}`,
    files: ['application/gzip'],
    reply: z.never(),
    errors: ['CONFLICT'],
  }),
}
