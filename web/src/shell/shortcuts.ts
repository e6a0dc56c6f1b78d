import { useEffect } from 'react'
import { currentCommands } from './commands.ts'

/** Time for the second key of two. */
const secondKeyMs = 1_200
const storedAs = 'parley.shortcuts'

/** Single keys can be switched off: people who speak to their computer press them by accident. */
export function shortcutsAreOn(): boolean {
  return localStorage.getItem(storedAs) !== 'off'
}

export function switchShortcuts(on: boolean): void {
  localStorage.setItem(storedAs, on ? 'on' : 'off')
}

/** Where keys are text, or belong to a dialog. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role="dialog"], [role="menu"]') !== null
  )
}

function isForOthers(event: KeyboardEvent): boolean {
  const hasModifier = event.metaKey || event.ctrlKey || event.altKey
  return hasModifier || event.defaultPrevented || isTyping(event.target)
}

/** Runs commands by their keys. */
export function useShortcuts(openPalette: () => void): void {
  useEffect(() => {
    let first = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    function onKey(event: KeyboardEvent): void {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return openPalette()
      }
      if (isForOthers(event) || !shortcutsAreOn()) return
      const pressed = first ? `${first} ${event.key}` : event.key
      const commands = [...currentCommands()].reverse()
      const command = commands.find(({ keys }) => keys === pressed)
      clearTimeout(timer)
      first = ''
      if (command) {
        event.preventDefault()
        return command.run()
      }
      if (!commands.some(({ keys }) => keys?.startsWith(`${event.key} `))) return
      first = event.key
      timer = setTimeout(() => {
        first = ''
      }, secondKeyMs)
    }
    document.addEventListener('keydown', onKey)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', onKey)
    }
  }, [openPalette])
}
