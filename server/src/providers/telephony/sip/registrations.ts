import { type Core } from './core.ts'
import { type SipLine, whereRegistered } from './line.ts'
import { type Locate, readAddress } from './locate.ts'
import { keepRegistered } from './registration.ts'
import { flowOfTrunk } from './route.ts'

/** Carriers that we are registered at. */
export function openRegistrations(
  core: Core,
  locate: Locate,
  onProblem: (problem: unknown) => void,
) {
  let kept = new Map<string, () => void>()

  function begin({ trunk, number }: SipLine): () => void {
    const { username, password } = trunk
    return keepRegistered(
      core,
      {
        host: readAddress(trunk.address)?.host ?? trunk.address,
        login: { username: username ?? number, password: password ?? '' },
        user: number,
        async flow() {
          const flow = await flowOfTrunk(core, locate, trunk)
          return 'failure' in flow ? undefined : flow
        },
      },
      (sentence) => onProblem(new Error(sentence)),
    )
  }

  return {
    /** Registers the lines that want it, and no others any more. */
    keep(lines: readonly SipLine[]): void {
      const before = kept
      kept = new Map()
      for (const line of lines) {
        if (!line.trunk.registers || line.trunk.address === whereRegistered) continue
        const key = JSON.stringify([line.owner, line.number, line.trunk])
        kept.set(key, before.get(key) ?? begin(line))
        before.delete(key)
      }
      for (const stop of before.values()) stop()
    },
    close(): void {
      for (const stop of kept.values()) stop()
      kept.clear()
    },
  }
}
