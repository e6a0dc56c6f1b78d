import { FileUp } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'

const accepted = 'audio/*,video/*,.wav,.mp3,.m4a,.ogg,.opus,.flac,.aac,.amr,.mp4,.mkv,.webm'

/** By a press, or dropped here. */
export function ChooseFiles({ onChoose }: { readonly onChoose: (files: File[]) => void }) {
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
      <p className="text-muted">{t('upload.dropHere')}</p>
      <input
        ref={picker}
        type="file"
        multiple
        accept={accepted}
        className="hidden"
        aria-label={t('upload.choose')}
        onChange={({ target }) => {
          onChoose([...(target.files ?? [])])
          target.value = ''
        }}
      />
      <Button onClick={() => picker.current?.click()}>{t('upload.choose')}</Button>
      <p className="text-xs text-faint">{t('upload.kinds')}</p>
    </div>
  )
}

/** What was dropped, without folders. */
export function filesOf({ dataTransfer }: DragEvent): File[] {
  return [...dataTransfer.items]
    .filter((item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
    .flatMap((item) => item.getAsFile() ?? [])
}
