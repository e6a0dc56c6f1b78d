import { isMissing, isObject, type Item, jsonIn } from './value-rules.ts'

/** More than this of one text list is nobody's invitation. */
const maxItems = 1_000

/**
 * A list of objects in any of the ways it is written: a list, JSON, the way Python prints one, blocks of
 * `email: x` lines, or plain values with commas (which become `{value}`). Undefined when it is none.
 */
export function itemsOf(value: unknown): Item[] | undefined {
  if (isMissing(value)) return []
  if (Array.isArray(value)) return value.slice(0, maxItems).flatMap(toItems)
  if (isObject(value)) return [value]
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const json = /^[[{]/.test(text) ? (jsonIn(text) ?? pythonIn(text)) : undefined
  if (json !== undefined) return itemsOf(json)
  if (/^[[{]/.test(text)) return undefined
  if (isBlocks(text)) return blocksIn(text)
  return commaList(text).map((part) => ({ value: part }))
}

function toItems(value: unknown): Item[] {
  if (isObject(value)) return [value]
  if (typeof value === 'string') return itemsOf(value) ?? [{ value }]
  return isMissing(value) ? [] : [{ value }]
}

/** The parts of a comma-joined text; a list is taken as it is. */
export function commaList(value: unknown): string[] {
  if (isMissing(value)) return []
  const parts = Array.isArray(value) ? value.map(String) : String(value).split(',')
  return parts.slice(0, maxItems).map((part) => part.trim())
}

const blockLine = /^\s*-?\s*(email|name|is_external|email_domain|domain_name)\s*:\s*(.*)$/i

function isBlocks(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines.length > 0 && lines.every((line) => blockLine.test(line))
}

/** A field that comes again begins the next block, with an empty line between or without. */
function blocksIn(text: string): Item[] {
  const blocks: Record<string, unknown>[] = []
  let block: Record<string, unknown> = {}
  for (const line of text.split(/\r?\n/)) {
    const [, name = '', value = ''] = blockLine.exec(line) ?? []
    const key = name.toLowerCase()
    if ((key === '' || key in block) && Object.keys(block).length > 0) {
      blocks.push(block)
      block = {}
    }
    if (key !== '') block[key] = value.trim()
  }
  return Object.keys(block).length > 0 ? [...blocks, block] : blocks
}

/**
 * What Python's `repr` of lists, dicts, text, numbers, True, False and None means. Parsed by hand:
 * replacing quotes breaks names such as O'Brien.
 */
export function pythonIn(text: string): unknown {
  const tokens = tokensOf(text)
  if (tokens === undefined) return undefined
  const json = tokens.map(toJson).join('')
  return jsonIn(json.replace(/,(?=[\]}])/g, ''))
}

const token =
  /\s*(?:(?<string>u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")|(?<word>True|False|None|true|false|null)|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<mark>[[\]{}:,]))\s*/suy

type Token = { readonly string?: string; readonly word?: string; readonly other?: string }

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const groups = token.exec(text)?.groups
    if (!groups) return undefined
    const { string, word, number, mark } = groups
    const other = number ?? mark
    tokens.push({
      ...(string !== undefined && { string }),
      ...(word !== undefined && { word }),
      ...(other !== undefined && { other }),
    })
  }
  return tokens
}

const words: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' }

function toJson({ string, word, other = '' }: Token): string {
  if (word !== undefined) return words[word] ?? word
  if (string === undefined) return other
  const inner = string.replace(/^u/, '').slice(1, -1)
  return JSON.stringify(inner.replace(/\\(u[\da-f]{4}|x[\da-f]{2}|.)/gis, unescape))
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

function unescape(_: string, escaped: string): string {
  if (/^[ux][\da-f]{2,4}$/i.test(escaped)) {
    return String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
  }
  return escapes[escaped] ?? escaped
}
