import { FileUp } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'

type Props = {
  readonly label: string
  readonly chooseLabel: string
  /** What may be chosen, for people. */
  readonly hint: string
  /** The same for the browser: media types and endings. */
  readonly accept: string
  readonly onChoose: (files: File[]) => void
}

/** Files by a press, or dropped here. */
export function FileDrop({ label, chooseLabel, hint, accept, onChoose }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  return (
    <div
      className={cx(
        'flex flex-col items-center gap-2 rounded-lg border border-dashed px-4 py-5 text-center',
        isOver ? 'border-accent bg-selected' : 'border-line-strong',
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        onChoose(filesOf(event))
      }}
    >
      <FileUp aria-hidden size={20} className="text-faint" />
      <p className="text-muted">{label}</p>
      <input
        ref={picker}
        type="file"
        multiple
        accept={accept}
        className="hidden"
        aria-label={chooseLabel}
        onChange={({ target }) => {
          onChoose([...(target.files ?? [])])
          target.value = ''
        }}
      />
      <Button onClick={() => picker.current?.click()}>{chooseLabel}</Button>
      <p className="text-xs text-faint">{hint}</p>
    </div>
  )
}

/** What was dropped, without folders. */
export function filesOf({ dataTransfer }: DragEvent): File[] {
  return [...dataTransfer.items]
    .filter((item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
    .flatMap((item) => item.getAsFile() ?? [])
}
