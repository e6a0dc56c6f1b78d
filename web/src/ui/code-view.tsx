import { lazy, Suspense } from 'react'
import { cx } from './cx.ts'

const JsonParts = lazy(async () => ({ default: (await import('./json-parts.tsx')).JsonParts }))

/** Longer texts are shown without colours: each word of them would be an element. */
const longestColoured = 50_000

type CodeViewProps = {
  /** What it is, for those who hear it. */
  readonly label: string
  readonly text: string
  readonly className?: string
}

/**
 * Code to be read: JSON in colours, anything else as it is. A text and not an editor, so that the
 * browser finds words in it, and all of it is printed.
 */
export function CodeView({ label, text, className }: CodeViewProps) {
  const isJson = text.length <= longestColoured && /^\s*[{[]/.test(text)
  return (
    <pre
      dir="ltr"
      role="group"
      aria-label={label}
      tabIndex={0}
      className={cx(
        'overflow-auto rounded-md bg-hover p-2.5 font-mono text-xs whitespace-pre-wrap',
        className,
      )}
    >
      {isJson ? (
        <Suspense fallback={text}>
          <JsonParts text={text} />
        </Suspense>
      ) : (
        text
      )}
    </pre>
  )
}
