import { readFileSync } from 'node:fs'

// A process of its own: `node stop-when-orphaned.ts POSTMASTER_PID_FILE PID`. Its standard input is
// a pipe from Parley that nobody writes to; however Parley ends, the system closes it.

const [, , file = '', pid = ''] = process.argv
process.stdin.resume()
process.stdin.on('error', () => {})
process.stdin.once('close', () => {
  try {
    // Not if the server has ended meanwhile, and its number may belong to somebody else.
    if (readFileSync(file, 'utf8').split('\n', 1)[0] === pid) process.kill(Number(pid), 'SIGINT')
  } catch {
    // It is gone already.
  }
})
