import { FileUp } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { filesOf } from '../../ui/file-drop.tsx'

type DropProps = {
  readonly isOff: boolean
  readonly onDrop: (files: File[]) => void
  readonly children: ReactNode
}

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')

/** A screen on which files can be dropped. */
export function DropFiles({ isOff, onDrop, children }: DropProps) {
  const [isOver, setIsOver] = useState(false)
  // Entering a child is told before the leaving of its parent.
  const depth = useRef(0)
  const move = (by: number) => {
    depth.current += by
    setIsOver(depth.current > 0)
  }
  const handlers = isOff
    ? {}
    : {
        onDragEnter: (event: DragEvent) => hasFiles(event) && move(1),
        onDragLeave: (event: DragEvent) => hasFiles(event) && move(-1),
        onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
        onDrop(event: DragEvent) {
          if (!hasFiles(event)) return
          event.preventDefault()
          depth.current = 0
          setIsOver(false)
          const files = filesOf(event)
          if (files.length > 0) onDrop(files)
        },
      }
  return (
    <div className="relative flex h-full flex-col" {...handlers}>
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-20 flex flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent bg-selected text-accent">
          <FileUp aria-hidden size={28} />
          <p className="text-base font-semibold">{t('upload.dropNow')}</p>
        </div>
      )}
    </div>
  )
}
