/** Somebody who can be mentioned. */
export type Person = { readonly user_id: string; readonly name: string }

/** An `@` that is being completed: where it stands and what follows it. */
type Begun = { readonly at: number; readonly typed: string }

const longestTyped = 30

/** The mention before the caret, if there is one. */
export function mentionAt(text: string, caret: number): Begun | undefined {
  const before = text.slice(0, caret)
  const at = before.lastIndexOf('@')
  const typed = before.slice(at + 1)
  const startsWord = at === 0 || /[\s(]/.test(before[at - 1] ?? '')
  if (at < 0 || !startsWord || typed.length > longestTyped || /[\n@]/.test(typed)) return undefined
  return { at, typed }
}

/** The text with the person's name in place of what was typed, and where to write on. */
export function withMention(
  text: string,
  { at, typed }: Begun,
  { name }: Person,
): { readonly text: string; readonly caret: number } {
  const mark = `@${name} `
  const rest = text.slice(at + 1 + typed.length).replace(/^ /, '')
  return { text: text.slice(0, at) + mark + rest, caret: at + mark.length }
}

/** As the API takes it: `@` and the id of each person whose name stands after one. */
export function toIds(text: string, people: readonly Person[]): string {
  // Longer names first: Ada Lovelace is not Ada.
  const named = [...people].sort((one, other) => other.name.length - one.name.length)
  return named.reduce(
    (result, { name, user_id: id }) =>
      result.replace(
        new RegExp(`(^|[\\s(])@${escaped(name)}(?![\\p{L}\\p{N}])`, 'gu'),
        (_whole, before: string) => `${before}@${id}`,
      ),
    text,
  )
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
