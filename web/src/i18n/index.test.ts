import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { ar } from './ar/index.ts'
import { all as en } from './en/all.ts'
import { fr } from './fr/index.ts'

const others = [
  ['fr', fr],
  ['ar', ar],
] as const

test.each(others)('the catalogue %s has the keys of English and no others', (_name, catalogue) => {
  expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort())
})

test.each(others)('the sentences of %s take the same values', (_name, catalogue) => {
  const marks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  const differ = Object.entries<string>(en).filter(
    ([key, text]) =>
      JSON.stringify(marks(text)) !== JSON.stringify(marks(catalogue[key as keyof typeof en])),
  )
  expect(differ.map(([key]) => key)).toEqual([])
})

test.each(others)('no sentence of %s was forgotten', (_name, catalogue) => {
  expect(Object.entries(catalogue).filter(([, text]) => text.trim() === '')).toEqual([])
})

const source = fileURLToPath(new URL('..', import.meta.url))
const files = globSync('**/*.tsx', { cwd: source }).map((file) => ({
  file,
  tree: ts.createSourceFile(
    file,
    readFileSync(`${source}${file}`, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  ),
}))

/** Attributes that people read or hear. */
const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'hint', 'text'])

/** Words in the source that nobody can translate. */
function untranslated(node: ts.Node): string[] {
  const found = node.getChildren().flatMap(untranslated)
  if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)) found.push(node.text.trim())
  if (ts.isJsxAttribute(node) && spoken.has(node.name.getText())) {
    const value = node.initializer
    // Keys of the catalogue have a dot and no space.
    if (
      value &&
      ts.isStringLiteral(value) &&
      /\p{L}/u.test(value.text) &&
      !/^\w+\.\w+$/.test(value.text)
    ) {
      found.push(value.text)
    }
  }
  return found
}

test('no text stands outside the catalogues', () => {
  expect(files.length).toBeGreaterThan(50)
  const words = files.flatMap(({ file, tree }) =>
    untranslated(tree).map((text) => `${file}: ${text}`),
  )
  expect(words).toEqual([])
})

test('no key of the catalogues is left over', () => {
  const sources = globSync('**/*.{ts,tsx}', { cwd: source, exclude: ['i18n/{en,fr,ar}/**'] })
  const code = sources.map((file) => readFileSync(`${source}${file}`, 'utf8')).join('\n')
  // Keys that are made of a name and a value are found by their beginning.
  const made = new Set(
    [
      ...code.matchAll(/`(\w+)\.\$\{/g),
      ...code.matchAll(/words: '(\w+)'/g),
      ...code.matchAll(/wordsOf\('(\w+)'/g),
      ...code.matchAll(/words="(\w+)"/g),
    ].map(([, group]) => group),
  )
  const unused = Object.keys(en).filter(
    (key) =>
      !code.includes(`'${key}'`) && !code.includes(`"${key}"`) && !made.has(key.split('.')[0]),
  )
  expect(unused).toEqual([])
})
