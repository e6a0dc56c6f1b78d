const maxCharacters = 250
const shownOfText = 60

/** The beginning of a text, for a list. */
export function nameOfText(content: string): string {
  const line = content.replaceAll(/\s+/g, ' ').trim()
  return line.length <= shownOfText ? line : `${line.slice(0, shownOfText).toWellFormed()}…`
}

/** A file without its ending. */
export function nameOfFile(fileName: string): string {
  const name = fileName.replace(/\.\w{1,5}$/, '').trim()
  return clip(name || fileName.trim()) || 'File'
}

/** The site, and where on it. */
export function nameOfUrl(url: string): string {
  const { host, pathname } = new URL(url)
  return clip(`${host}${pathname === '/' ? '' : pathname}`)
}

/** The last part of an address. */
export function fileNameOfUrl(url: string): string | null {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return clip(decodeURIComponent(last)) || null
  } catch {
    return clip(last) || null
  }
}

/** What a database and a list can show. */
export const clip = (text: string): string =>
  text
    .replaceAll(/\p{Cc}/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, maxCharacters)
    .toWellFormed()

/** By the name alone; once it is read, its first bytes say it. */
export function extensionOf(fileName: string | null): string | null {
  const ending = /\.(pdf|docx?|txt|html?|epub)$/i.exec(fileName ?? '')?.[1]?.toLowerCase()
  return ending === 'htm' ? 'html' : (ending ?? null)
}

/** An address as it is kept: one page has one, whatever stands behind its #. */
export function plainUrl(text: string): string {
  const url = new URL(text)
  url.hash = ''
  return url.href
}
