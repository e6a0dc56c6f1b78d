import type { Transcript } from '@parley/contract'
import { useMutation } from '@tanstack/react-query'
import { Download, Ellipsis, History } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { fileNameOf } from './correction-rules.ts'

const Corrections = lazy(async () => ({
  default: (await import('./corrections.tsx')).Corrections,
}))

const formats = ['text', 'srt', 'vtt'] as const
type Format = (typeof formats)[number]
const endings: Readonly<Record<Format, string>> = { text: 'txt', srt: 'srt', vtt: 'vtt' }

type MenuProps = { readonly transcript: Transcript; readonly title: string }

/** Taking the words along, and what was corrected in them. */
export function TranscriptMenu({ transcript, title }: MenuProps) {
  const [isHistoryOpen, setIsHistoryOpen] = useState(false)
  const save = useMutation({
    mutationFn: async (format: Format) =>
      saveText(
        fileNameOf(title, endings[format]),
        await parley.transcripts.file(transcript.id, format),
      ),
    onError: tellFailure,
  })
  const trigger = (
    <IconButton label={t('transcript.menu')}>
      <Ellipsis aria-hidden size={15} />
    </IconButton>
  )
  return (
    <>
      <Menu trigger={trigger}>
        {formats.map((format) => (
          <MenuItem key={format} onSelect={() => save.mutate(format)}>
            <Download aria-hidden size={14} />
            {t(`transcriptFile.${format}`)}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => setIsHistoryOpen(true)}>
          <History aria-hidden size={14} />
          {t('transcript.history')}
        </MenuItem>
      </Menu>
      {isHistoryOpen && (
        <Suspense>
          <Corrections transcript={transcript} onClose={() => setIsHistoryOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

/** Gives the reader a file of this text. */
function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
