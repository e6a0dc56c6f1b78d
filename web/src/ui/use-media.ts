import { useSyncExternalStore } from 'react'

/** Whether the screen is as the media query says, and again when it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** As wide as a phone. */
export const narrow = '(max-width: 40rem)'
