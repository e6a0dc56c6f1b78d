import { totalmem } from 'node:os'

const mebibyte = 1024 * 1024

/**
 * A quarter of the machine, as PostgreSQL's manual advises, from 64 to 256 MB. A page takes memory
 * when it is first used, so a small database stays small; what describes the pages takes 5 % at once.
 */
function sharedBuffers(): string {
  const quarterMb = Math.floor(totalmem() / 4 / mebibyte)
  return `${Math.min(256, Math.max(64, quarterMb))}MB`
}

/** For a database beside its only application, small when idle and never losing what it confirmed. */
export const ownSettings: Readonly<Record<string, string>> = {
  max_connections: '60',
  shared_buffers: sharedBuffers(),
  // Said here so that no postgresql.conf can turn them off.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // Compiling a plan costs more than it saves on short statements.
  jit: 'off',
  // Solid-state disks; the default of 4 makes the planner avoid indexes.
  random_page_cost: '1.1',
  checkpoint_timeout: '15min',
  // Worker processes for reading pay off on large machines; three of them idle at 6 MB each.
  io_method: 'sync',
  // Nobody replicates from the embedded server.
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // No statements and no details in the log: both hold customers' data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  log_line_prefix: '%m [%p] ',
}
