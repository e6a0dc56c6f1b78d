const smallestPart = 256 * 1024
const largestPart = 8 * 1024 ** 2
/** Steps in which progress is told, where parts may be as small or large. */
const steps = 50
const mebibyte = 1024 ** 2
/** What the server takes: 2 GiB. */
export const maxFileBytes = 2 * 1024 ** 3

/** Small enough for a bar that moves, large enough not to be held up by the requests. */
export function partBytesOf(fileBytes: number): number {
  return Math.min(largestPart, Math.max(smallestPart, Math.ceil(fileBytes / steps)))
}

/** The name of a file without its ending, as a title. */
export function titleOf(fileName: string): string {
  return fileName.replace(/\.[\p{L}\p{N}]{1,5}$/u, '').slice(0, 500)
}

/** In MB as people count them, with one digit where that tells something. */
export function megabytesOf(bytes: number): { readonly count: number; readonly digits: number } {
  const count = bytes / mebibyte
  return { count: Math.max(count, 0.1), digits: count < 10 ? 1 : 0 }
}
