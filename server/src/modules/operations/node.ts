import type { Context } from '../../context.ts'

/** How often a process says that it is there. */
export const beatMs = 30_000
/** One that said nothing for so long is not there any more. */
export const silentMs = 90_000

type Node = { readonly id: string; readonly startedAt: Date }

const nodes = new WeakMap<Context, Node>()

/** What this process is called; new at each start. */
export function thisNode(context: Context): Node {
  const known = nodes.get(context)
  if (known) return known
  const startedAt = new Date(context.now().getTime() - Math.round(process.uptime() * 1_000))
  const node = { id: context.newId(), startedAt }
  nodes.set(context, node)
  return node
}
