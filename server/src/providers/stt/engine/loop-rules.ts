/** Longest phrase, in tokens, that is looked for as a loop. */
const longestPhrase = 24
/** A phrase said this often in a row is the model's loop, not a person's emphasis. */
const repeats = 4
/** A single token may repeat more: "no no no no", digits, spelled letters. */
const singleRepeats = 8

/**
 * Where a loop begins: the index behind the first utterance of the phrase that repeats. Undefined when
 * nothing repeats without end. Small models do this on noise and on music.
 */
export function findLoop(tokens: readonly number[]): number | undefined {
  for (let length = 1; length <= longestPhrase; length++) {
    const wanted = length === 1 ? singleRepeats : repeats
    let equal = 0
    for (let index = length; index < tokens.length; index++) {
      equal = tokens[index] === tokens[index - length] ? equal + 1 : 0
      if (equal >= length * (wanted - 1)) return index - equal + 1
    }
  }
  return undefined
}
