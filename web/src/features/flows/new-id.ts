const idBytes = 6

/** Ids of nodes and transitions; `crypto.randomUUID` is missing on pages without TLS. */
export function newId(kind: 'node' | 'transition'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(idBytes))
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${kind}-${digits}`
}
