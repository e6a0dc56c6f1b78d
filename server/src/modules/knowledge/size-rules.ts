/** Bytes for people: `2.5MB`. */
export function showSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes}B`
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, 'KB'] : [bytes / 1e6, 'MB']
  return `${Math.round(amount * 10) / 10}${unit}`
}
