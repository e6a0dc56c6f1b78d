import { useEffect, useSyncExternalStore } from 'react'
import type { Key } from '../i18n/index.ts'

/** Something that can be done from everywhere: the palette lists it, and its keys do it. */
export type Command = {
  readonly id: string
  readonly title: Key
  readonly group: 'commands.go' | 'commands.create' | 'commands.page' | 'commands.general'
  /** One key, or two after another: `c`, `g d`. */
  readonly keys?: string
  readonly run: () => void
}

// The one registry: the shell adds what is always there, and each screen what it can do.
let lists: readonly (readonly Command[])[] = []
let all: readonly Command[] = []
const listeners = new Set<() => void>()

function change(next: readonly (readonly Command[])[]): void {
  lists = next
  all = lists.flat()
  for (const listener of listeners) listener()
}

export function currentCommands(): readonly Command[] {
  return all
}

/** Adds commands for as long as the component is shown. Later ones win where keys are the same. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    change([...lists, commands])
    return () => change(lists.filter((list) => list !== commands))
  }, [commands])
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentCommands)
}
