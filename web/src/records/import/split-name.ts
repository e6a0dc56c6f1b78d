/** `Ada King Lovelace` is Ada, and King Lovelace. */
export function splitName(text: string): { first_name: string; last_name?: string } {
  const [first = '', ...rest] = text.trim().split(/\s+/)
  return { first_name: first, ...(rest.length > 0 && { last_name: rest.join(' ') }) }
}
