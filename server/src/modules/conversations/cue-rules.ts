/** Text with the time at which it is to be seen. */
export type Cue = { readonly start_ms: number; readonly end_ms: number; readonly text: string }

/** Two lines of 42 characters, which is what broadcasters allow at once. */
const mostCharacters = 84
/** A piece of at least this length may end at a comma already. */
const enoughCharacters = 42

/**
 * What a person said at a stretch, in pieces that can be read as subtitles. Times within are by
 * length: nothing better is known of most.
 */
export function cuesOf({ start_ms: startMs, end_ms: endMs, text }: Cue): Cue[] {
  const pieces = piecesOf(text)
  const characters = pieces.reduce((sum, piece) => sum + piece.length, 0)
  let before = 0
  const at = () => Math.round(startMs + (before / Math.max(1, characters)) * (endMs - startMs))
  return pieces.map((piece) => {
    const from = at()
    before += piece.length
    return { start_ms: from, end_ms: at(), text: piece }
  })
}

function piecesOf(text: string): string[] {
  if (text.length <= mostCharacters) return [text]
  const pieces: string[] = []
  let piece = ''
  for (const word of text.split(' ')) {
    const longer = piece === '' ? word : `${piece} ${word}`
    if (piece !== '' && (longer.length > mostCharacters || endsWell(piece))) {
      pieces.push(piece)
      piece = word
    } else piece = longer
  }
  return [...pieces, piece]
}

const endsWell = (piece: string) => piece.length >= enoughCharacters && /[.,;:?!。،؟]$/.test(piece)
