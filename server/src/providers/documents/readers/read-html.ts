import { convert, type FormatCallback, type HtmlToTextOptions } from 'html-to-text'
import type { Section } from '../port.ts'

/** Around a heading and its level in the text: private characters, taken out of what is read. */
const opens = '\uE000'
const closes = '\uE001'
const longestTrail = 300
const marks = /[\uE000\uE001]/g

const formatHeading: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2 })
  builder.addLiteral(`${opens}${element.name?.slice(1)}`)
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
const furniture = [
  'head',
  'title',
  'nav',
  'footer',
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
]
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
  const above: { level: number; heading: string }[] = []
  for (const part of rest) {
    const end = Math.max(part.indexOf(closes), 1)
    const level = Number(part[0])
    const heading = part.slice(1, end).replaceAll(/\s+/g, ' ').trim()
    const text = part
      .slice(end + 1)
      .replaceAll(closes, '')
      .trim()
    while (above.length > 0 && (above.at(-1)?.level ?? 0) >= level) above.pop()
    if (heading !== '') above.push({ level, heading })
    sections.push({ text, heading: trailOf(above), page: null })
  }
  return sections
}

/** Where a text stands: under its heading, and those above that. */
function trailOf(above: readonly { heading: string }[]): string | null {
  const trail = above.map(({ heading }) => heading).join(' › ')
  return trail === '' ? null : trail.slice(-longestTrail)
}
