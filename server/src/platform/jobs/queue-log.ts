import type { Logger } from '../log.ts'

/** The library's lines in our log. Its metadata is left out: it holds payloads. */
export async function queueLog(log: Logger, onError: (error: unknown) => void = () => {}) {
  const { Logger: QueueLogger } = await import('graphile-worker')
  return new QueueLogger(() => (level, message, meta) => {
    // A failed job has had its line, from the task.
    if (meta?.failure === true) return
    if (level === 'error') {
      log.error({ err: meta?.error }, message)
      onError(meta?.error ?? message)
    } else if (level === 'warning') log.warn(message)
    else log.debug(message)
  })
}
