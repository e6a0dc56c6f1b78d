import { lazy, Suspense } from 'react'
import { type CodeFieldProps, heightOf } from './code-field-props.ts'

const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }))

/** JSON to be typed. Its editor comes when it is needed; until then the text can be read. */
export function CodeField(props: CodeFieldProps) {
  const { value, rows = 4 } = props
  return (
    <Suspense
      fallback={
        <pre
          dir="ltr"
          className="field overflow-hidden py-1.5! font-mono text-xs whitespace-pre-wrap"
          style={{ minHeight: heightOf(rows) }}
        >
          {value}
        </pre>
      }
    >
      <CodeEditor {...props} rows={rows} />
    </Suspense>
  )
}
