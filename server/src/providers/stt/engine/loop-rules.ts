/** Longest phrase, in tokens, that is looked for as a loop: a sentence of about 40 words. */
const longestPhrase = 60

/** How often a phrase must come in a row to be the model's loop and not a person's emphasis. */
function repeatsOf(length: number): number {
  // "no no no no", digits, spelled letters.
  if (length === 1) return 8
  if (length <= 3) return 4
  // Nobody says a whole sentence twice, word for word and without a pause.
  return length < 12 ? 3 : 2
}

/**
 * Where a loop begins: the index behind the first utterance of the phrase that repeats. Undefined when
 * nothing repeats without end. Small models do this on noise and on music.
 */
export function findLoop(tokens: readonly number[]): number | undefined {
  for (let length = 1; length <= longestPhrase; length++) {
    const wanted = repeatsOf(length)
    let equal = 0
    for (let index = length; index < tokens.length; index++) {
      equal = tokens[index] === tokens[index - length] ? equal + 1 : 0
      if (equal >= length * (wanted - 1)) return index - equal + 1
    }
  }
  return undefined
}
