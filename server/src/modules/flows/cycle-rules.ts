import { type Flow, type FlowNode, takesUserTurn } from './graph-rules.ts'

/** Ids of the nodes that can be reached from the start, or from anywhere. */
export function reachableFrom({ starts, globals, nodes }: Flow): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...starts, ...globals]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (reached.has(next.node.id)) continue
    reached.add(next.node.id)
    for (const { target } of next.steps) {
      const found = target === undefined ? undefined : nodes.get(target)
      if (found) waiting.push(found)
    }
  }
  return reached
}

/**
 * Cycles that the talk could run through for ever without the user doing anything: one for each group
 * of nodes that lead to each other, as the nodes of its shortest round.
 */
export function endlessCycles(flow: Flow): FlowNode[][] {
  const silent = silentTargets(flow)
  const done = new Set<string>()
  const cycles: FlowNode[][] = []
  for (const [id] of flow.nodes) {
    if (done.has(id)) continue
    const round = shortestRound(id, silent)
    if (!round) continue
    for (const one of groupOf(id, silent)) done.add(one)
    cycles.push(round.flatMap((one) => flow.nodes.get(one) ?? []))
  }
  return cycles
}

type Targets = ReadonlyMap<string, readonly string[]>

function silentTargets({ nodes }: Flow): Targets {
  return new Map(
    [...nodes].map(([id, from]) => [
      id,
      from.steps.flatMap((step) => {
        const { target } = step
        const isSilent = target !== undefined && nodes.has(target) && !takesUserTurn(from, step)
        return isSilent ? [target] : []
      }),
    ]),
  )
}

/** From a node back to itself; undefined when there is no way. */
function shortestRound(start: string, targets: Targets): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const id of queue) {
    for (const target of targets.get(id) ?? []) {
      if (target === start) return pathTo(id, start, cameFrom)
      if (cameFrom.has(target)) continue
      cameFrom.set(target, id)
      queue.push(target)
    }
  }
  return undefined
}

function pathTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [end]
  for (let id = end; id !== start; ) {
    id = cameFrom.get(id) ?? start
    path.unshift(id)
  }
  return path
}

/** Everything that lies on some round with this node. */
function groupOf(start: string, targets: Targets): string[] {
  const forward = spread(start, targets)
  const backward = spread(start, reversed(targets))
  return [...forward].filter((id) => backward.has(id))
}

function spread(start: string, targets: Targets): Set<string> {
  const found = new Set([start])
  for (const id of found) for (const target of targets.get(id) ?? []) found.add(target)
  return found
}

function reversed(targets: Targets): Targets {
  const back = new Map<string, string[]>()
  for (const [id, list] of targets) {
    for (const target of list) back.set(target, [...(back.get(target) ?? []), id])
  }
  return back
}
