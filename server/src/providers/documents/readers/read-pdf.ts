import { getDocumentProxy } from 'unpdf'
import { DocumentError } from '../problem.ts'
import type { DocumentLimits, Section } from '../port.ts'

/** A line that is so much larger than most of the text is a heading. */
const headingScale = 1.2
const longestHeading = 150

/** What PDF.js tells of a run of characters. */
type TextItem = { readonly str: string; readonly height: number; readonly hasEOL: boolean }
type Line = { readonly text: string; readonly size: number }

/** The text of a PDF, page by page; larger lines are its headings. */
export async function readPdf(
  bytes: Uint8Array,
  { maxPages, maxCharacters }: DocumentLimits,
): Promise<{ title: string | null; sections: readonly Section[] }> {
  const document = await open(bytes)
  if (document.numPages > maxPages) {
    throw new DocumentError('too_large', `The PDF has more than ${maxPages} pages.`)
  }
  const pages: Line[][] = []
  let characters = 0
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const lines = linesOf(items.filter((item) => 'str' in item))
    characters += lines.reduce((sum, { text }) => sum + text.length, 0)
    if (characters > maxCharacters) throw tooLong(maxCharacters)
    pages.push(lines)
    page.cleanup()
  }
  const info = await document.getMetadata().catch(() => undefined)
  const { Title: title } = (info?.info ?? {}) as { Title?: unknown }
  return {
    title: typeof title === 'string' && title.trim() !== '' ? title.trim().slice(0, 500) : null,
    sections: sectionsOf(pages),
  }
}

async function open(bytes: Uint8Array) {
  // Nothing of a file is run, fetched or drawn.
  const parameters = {
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    verbosity: 0,
  }
  try {
    return await getDocumentProxy(bytes, parameters)
  } catch (cause) {
    if ((cause as Error).name === 'PasswordException') {
      throw new DocumentError('encrypted', 'The PDF needs a password.', { cause })
    }
    throw new DocumentError('corrupt', 'The PDF is damaged and cannot be read.', { cause })
  }
}

/** Joins what stands on one line; its size is that of its longest part. */
function linesOf(items: readonly TextItem[]): Line[] {
  const lines: Line[] = []
  let text = ''
  let size = 0
  let longest = 0
  for (const item of items) {
    text += item.str
    if (item.str.trim().length > longest) {
      longest = item.str.trim().length
      size = item.height
    }
    if (!item.hasEOL) continue
    lines.push({ text: text.trimEnd(), size })
    text = ''
    size = 0
    longest = 0
  }
  if (text !== '') lines.push({ text, size })
  return lines
}

function sectionsOf(pages: readonly (readonly Line[])[]): Section[] {
  const usual = usualSize(pages.flat())
  const isHeading = ({ text, size }: Line) =>
    size > usual * headingScale && text.trim() !== '' && text.length <= longestHeading
  const sections: Section[] = []
  let heading: string | null = null
  for (const [index, lines] of pages.entries()) {
    let text: string[] = []
    const end = () => {
      const joined = joinLines(text)
      if (joined !== '') sections.push({ text: joined, heading, page: index + 1 })
      text = []
    }
    for (const [at, line] of lines.entries()) {
      if (!isHeading(line)) {
        text.push(line.text)
        continue
      }
      end()
      const before = lines[at - 1]
      const goesOn: boolean = heading !== null && before !== undefined && isHeading(before)
      heading = goesOn ? `${heading} ${line.text.trim()}` : line.text.trim()
    }
    end()
  }
  // A file of headings alone, such as slides, is all text.
  return sections.length > 0
    ? sections
    : pages.map((lines, index) => ({
        text: joinLines(lines.map(({ text }) => text)),
        heading: null,
        page: index + 1,
      }))
}

/** Words that were cut at the end of a line are whole again. */
function joinLines(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replaceAll(/(\p{Ll})-\n(\p{Ll})/gu, '$1$2')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** The size that most characters have. */
function usualSize(lines: readonly Line[]): number {
  const charactersBySize = new Map<number, number>()
  for (const { text, size } of lines) {
    const rounded = Math.round(size * 2) / 2
    charactersBySize.set(rounded, (charactersBySize.get(rounded) ?? 0) + text.length)
  }
  const [most] = [...charactersBySize].toSorted((a, b) => b[1] - a[1])
  return most?.[0] ?? 0
}

const tooLong = (maxCharacters: number) =>
  new DocumentError('too_large', `The PDF has more than ${maxCharacters} characters.`)
