import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useEffectEvent, useRef } from 'react'
import { type CodeFieldProps, heightOf } from './code-field-props.ts'
import { pageNonce } from './nonce.ts'

const look = EditorView.theme({
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selected)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)' },
  '.cm-content': { padding: '0.375rem 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 0.625rem' },
  '.cm-scroller': {
    fontFamily: 'inherit',
    lineHeight: 'var(--text-xs--line-height)',
    maxHeight: '28rem',
  },
})

/** Tab is not among the keys: it goes on to the next field, as everywhere. */
const behaviour: Extension = [
  history(),
  json(),
  indentOnInput(),
  bracketMatching(),
  syntaxHighlighting(classHighlighter),
  keymap.of([...defaultKeymap, ...historyKeymap]),
  EditorView.lineWrapping,
  look,
]

/** Lines as the editor has them. */
const withPlainLines = (text: string) => text.replaceAll(/\r\n?/g, '\n')

/** CodeMirror, as a field of a form: named, described, disabled and changed like the others. */
export function CodeEditor(props: CodeFieldProps) {
  const { id, label, value, onChange, rows = 4 } = props
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const names = useRef(new Compartment())
  const tell = useEffectEvent((text: string) => {
    if (text !== withPlainLines(value)) onChange(text)
  })
  const begin = useEffectEvent((parent: Element) => {
    const isDisabled = parent.closest('fieldset:disabled') !== null
    return new EditorView({
      parent,
      doc: value,
      extensions: [
        EditorView.cspNonce.of(pageNonce()),
        behaviour,
        names.current.of(namesOf(props)),
        EditorState.readOnly.of(isDisabled),
        EditorView.editable.of(!isDisabled),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) tell(state.doc.toString())
        }),
      ],
    })
  })
  useEffect(() => {
    if (!place.current) return undefined
    const view = begin(place.current)
    editor.current = view
    return () => {
      view.destroy()
      editor.current = null
    }
  }, [])
  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() === withPlainLines(value)) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [value])
  const { 'aria-invalid': isInvalid, 'aria-describedby': note } = props
  useEffect(() => {
    const described = { id, label, 'aria-invalid': isInvalid, 'aria-describedby': note }
    editor.current?.dispatch({ effects: names.current.reconfigure(namesOf(described)) })
  }, [id, label, isInvalid, note])
  useEffect(() => focusWithLabel(id, () => editor.current?.focus()), [id])
  return (
    <div
      ref={place}
      dir="ltr"
      aria-invalid={isInvalid}
      className="field p-0! font-mono text-xs [&>.cm-editor]:min-h-[inherit] [&>.cm-editor]:rounded-md"
      style={{ minHeight: heightOf(rows) }}
    />
  )
}

function namesOf(field: Omit<CodeFieldProps, 'value' | 'onChange' | 'rows'>): Extension {
  const { id, label, 'aria-invalid': isInvalid, 'aria-describedby': note } = field
  return EditorView.contentAttributes.of({
    id,
    'aria-label': label,
    'aria-invalid': String(isInvalid),
    ...(note !== undefined && { 'aria-describedby': note }),
  })
}

/** A click on the label begins to type, as it does for fields that browsers know. */
function focusWithLabel(id: string, focus: () => void): () => void {
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)
  label?.addEventListener('click', focus)
  return () => label?.removeEventListener('click', focus)
}
