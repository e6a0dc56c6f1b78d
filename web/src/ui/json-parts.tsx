import { classHighlighter, highlightCode } from '@lezer/highlight'
import { parser } from '@lezer/json'
import { useMemo } from 'react'

type Part = { readonly text: string; readonly classes: string }

/** JSON with the colours it has in the editor. */
export function JsonParts({ text }: { readonly text: string }) {
  const parts = useMemo(() => partsOf(text), [text])
  return parts.map(({ text: words, classes }, index) =>
    classes ? (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one text, in its order
      <span key={index} className={classes}>
        {words}
      </span>
    ) : (
      words
    ),
  )
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = []
  highlightCode(
    text,
    parser.parse(text),
    classHighlighter,
    (words, classes) => void parts.push({ text: words, classes }),
    () => void parts.push({ text: '\n', classes: '' }),
  )
  return parts
}
