import { hostname } from 'node:os'
import type { Context } from '../../context.ts'
import { version } from '../system/index.ts'
import { beatMs, thisNode } from './node.ts'
import { deleteNode, saveNode } from './queries.ts'

/** Says that this process is there, until it is told to stop; then that it is gone. */
export function startHeartbeat(context: Context): { stop(): Promise<void> } {
  const { db, log, config, now } = context
  const { id, startedAt } = thisNode(context)
  let beating = beat()
  const timer = setInterval(() => {
    beating = beat()
  }, beatMs)

  async function beat(): Promise<void> {
    const node = { id, host: hostname(), pid: process.pid, version, roles: config.roles, startedAt }
    await saveNode(db, node, now()).catch((error: unknown) => {
      log.warn({ err: error }, 'could not say that this process is there')
    })
  }

  return {
    async stop() {
      clearInterval(timer)
      await beating
      await deleteNode(db, id).catch((error: unknown) => {
        log.warn({ err: error }, 'could not say that this process is gone')
      })
    },
  }
}
