/** A sentence, and where in the audio it begins. */
export type Sentence = { readonly text: string; readonly startMs: number }

/** How fast people speak, for a sentence whose audio is not whole yet. */
const charactersPerSecond = 15

/**
 * The words that were heard of sentences that were played up to a moment: whole sentences before it,
 * and of the one it lies in the share that its time has, cut before the word that was not finished.
 */
export function heardText(
  sentences: readonly Sentence[],
  audioMs: number,
  heardMs: number,
): string {
  let heard = ''
  for (const [index, { text, startMs }] of sentences.entries()) {
    if (heardMs <= startMs) break
    const next = sentences[index + 1]?.startMs
    const endMs = next ?? Math.max(audioMs, startMs + (text.length / charactersPerSecond) * 1_000)
    if (heardMs >= endMs) {
      heard += `${text} `
      continue
    }
    heard += cutAtWord(text, (heardMs - startMs) / (endMs - startMs))
    break
  }
  return heard.replaceAll(/\s+/g, ' ').trim()
}

function cutAtWord(text: string, share: number): string {
  const at = Math.floor(text.length * share)
  if (at >= text.length || /\s/.test(text[at] ?? '')) return text.slice(0, at)
  const before = text.slice(0, at).search(/\s\S*$/)
  return before < 0 ? '' : text.slice(0, before)
}
