type Place = { readonly rank: number; readonly enter: () => void }

/** Ends a turn; the next one begins. */
type Leave = () => void

/**
 * One sentence at a time is made, in the order in which they will be heard. The session asks for all it
 * has at once; an engine that makes one clause at a time would then make the first of each sentence before
 * the second of any, and the call would fall silent in the middle of the first sentence.
 */
export function openSpeechOrder() {
  const ranks = new WeakMap<object, number>()
  const waiting: Place[] = []
  let lastRank = 0
  let isTaken = false

  function rankOf(speech: object): number {
    const rank = ranks.get(speech) ?? (lastRank += 1)
    ranks.set(speech, rank)
    return rank
  }

  function takeTurn(): Leave {
    let isOver = false
    isTaken = true
    return () => {
      if (isOver) return
      isOver = true
      isTaken = false
      waiting.shift()?.enter()
    }
  }

  /**
   * Waits for the turn of a sentence of this speech; undefined once it is not wanted any more. Whatever
   * is left of the speech that began first goes before others.
   */
  return function enter(speech: object, signal: AbortSignal): Promise<Leave | undefined> {
    const rank = rankOf(speech)
    if (signal.aborted) return Promise.resolve(undefined)
    if (!isTaken) return Promise.resolve(takeTurn())
    return new Promise((resolve) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(place), 1)
        resolve(undefined)
      }
      const place: Place = {
        rank,
        enter() {
          signal.removeEventListener('abort', giveUp)
          resolve(takeTurn())
        },
      }
      signal.addEventListener('abort', giveUp, { once: true })
      const later = waiting.findIndex((other) => other.rank > rank)
      waiting.splice(later < 0 ? waiting.length : later, 0, place)
    })
  }
}
