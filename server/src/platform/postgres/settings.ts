/** For a database beside its only application, small when idle and never losing what it confirmed. */
export const ownSettings: Readonly<Record<string, string>> = {
  max_connections: '60',
  shared_buffers: '64MB',
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
