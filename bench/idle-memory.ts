import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer } from './children.ts'
import { childrenOf, memoryMbOf } from './proc.ts'

const idleMs = 10_000

export type IdleMemory = { readonly nodeMb: number; readonly postgresMb: number }

/** Memory of a new installation, node and its PostgreSQL, after ten seconds without a request. */
export async function measureIdleMemory(parent: string): Promise<IdleMemory> {
  const folder = await mkdtemp(join(parent, 'idle-'))
  const server = await startServer({ folder })
  await new Promise((resolve) => setTimeout(resolve, idleMs))
  const postmasters = await childrenOf(server.pid)
  const backends = await Promise.all(postmasters.map(childrenOf))
  const measured = {
    nodeMb: await memoryMbOf([server.pid]),
    postgresMb: await memoryMbOf([...postmasters, ...backends.flat()]),
  }
  await server.stop()
  await rm(folder, { recursive: true, force: true })
  return measured
}
