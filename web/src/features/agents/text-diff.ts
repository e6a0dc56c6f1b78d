export type DiffLine = { readonly change: 'same' | 'added' | 'removed'; readonly text: string }

/** Beyond so many pairs of lines the texts are shown whole, one after the other. */
const maxPairs = 1_000_000

/** What differs between two texts, line by line: by their longest common lines. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  if (old.length * now.length > maxPairs) return [...all('removed', old), ...all('added', now)]
  const lengths = commonLengths(old, now)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length && j < now.length) {
    const [one, other] = [old[i] ?? '', now[j] ?? '']
    if (one === other) {
      lines.push({ change: 'same', text: one })
      i += 1
      j += 1
    } else if (at(lengths, i + 1, j) >= at(lengths, i, j + 1)) {
      lines.push({ change: 'removed', text: one })
      i += 1
    } else {
      lines.push({ change: 'added', text: other })
      j += 1
    }
  }
  return [...lines, ...all('removed', old.slice(i)), ...all('added', now.slice(j))]
}

const at = (lengths: readonly Uint32Array[], i: number, j: number) => lengths[i]?.[j] ?? 0

/** How many lines the rests of both texts have in common, from every place on. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = lengths[i]
    for (let j = now.length - 1; row && j >= 0; j -= 1) {
      row[j] =
        old[i] === now[j]
          ? at(lengths, i + 1, j + 1) + 1
          : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1))
    }
  }
  return lengths
}

function all(change: DiffLine['change'], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ change, text }))
}
