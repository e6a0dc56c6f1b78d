import { convert, type FormatCallback, type HtmlToTextOptions } from 'html-to-text'
import type { Section } from '../port.ts'

/** Around a heading in the text: private characters, taken out of what is read. */
const opens = '\uE000'
const closes = '\uE001'
const marks = /[\uE000\uE001]/g

const formatHeading: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2 })
  builder.addLiteral(opens)
  walk(element.children, builder)
  builder.addLiteral(closes)
  builder.closeBlock({ trailingLineBreaks: 2 })
}

/** A row is a line, its cells apart: columns padded to one width would be mostly spaces. */
const formatRow: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 })
  const cells = element.children.filter(({ name }) => name === 'td' || name === 'th')
  for (const [index, cell] of cells.entries()) {
    if (index > 0) builder.addInline(' | ')
    walk(cell.children, builder)
  }
  builder.closeBlock({ trailingLineBreaks: 1 })
}

/** What a page has around its text. */
const furniture = ['nav', 'footer', 'script', 'style', 'noscript', 'template', 'svg', 'iframe']
const pictures = ['img', 'video', 'audio', 'canvas', 'object']
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
const skip = (selector: string) => ({ selector, format: 'skip' })

const options: HtmlToTextOptions = {
  wordwrap: false,
  formatters: { markedHeading: formatHeading, row: formatRow },
  limits: { maxInputLength: 50_000_000, maxDepth: 200, ellipsis: '' },
  selectors: [
    ...headings.map((selector) => ({ selector, format: 'markedHeading' })),
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'row' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'blockquote', options: { trimEmptyLines: true } },
    ...[...furniture, ...pictures].map(skip),
    ...['[hidden]', '[aria-hidden="true"]', '[role="navigation"]'].map(skip),
  ],
}

export type ReadHtml = { readonly title: string | null; readonly sections: readonly Section[] }

/** The text of a page under its headings, without what stands around it. */
export function readHtml(html: string): ReadHtml {
  const clean = html.replaceAll(marks, ' ')
  return { title: titleOf(clean), sections: sectionsOf(convert(clean, options)) }
}

function titleOf(html: string): string | null {
  const inside = /<title\b[^>]*>([^<]{1,500})/i.exec(html)?.[1]
  const title = inside && convert(inside, { wordwrap: false }).trim()
  return title || null
}

function sectionsOf(marked: string): Section[] {
  const [before = '', ...rest] = marked.split(opens)
  const sections: Section[] = [{ text: before.trim(), heading: null, page: null }]
  for (const part of rest) {
    const end = part.indexOf(closes)
    const heading = part.slice(0, Math.max(end, 0)).replaceAll(/\s+/g, ' ').trim()
    const text = part.slice(end + 1).replaceAll(closes, '').trim()
    sections.push({ text, heading: heading || null, page: null })
  }
  return sections
}
