import { createClient } from '@parley/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useRef, useState } from 'react'
import { formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { refusalText } from '../../i18n/refusal.ts'
import { Button } from '../../ui/button.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { fetchWithProgress } from './fetch-with-progress.ts'

const kinds = '.pdf,.doc,.docx,.epub,.html,.htm,.txt,.md'

type Upload = {
  readonly file: File
  readonly share: number
  readonly state: 'sending' | 'done' | 'failed'
  readonly error?: unknown
}

/** Files one after the other, each with how far it is. */
export function UploadFiles({ onClose }: { readonly onClose: () => void }) {
  const { uploads, add } = useUploads()
  const isBusy = uploads.some(({ state }) => state === 'sending')
  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label={t('knowledge.dropHere')}
        chooseLabel={t('knowledge.chooseFiles')}
        hint={t('knowledge.fileKinds')}
        accept={kinds}
        onChoose={add}
      />
      <ul className="flex flex-col gap-2" aria-live="polite">
        {uploads.map((upload, index) => (
          <UploadLine key={index} upload={upload} />
        ))}
      </ul>
      <div className="flex justify-end">
        <Button look={isBusy ? 'default' : 'primary'} onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </div>
  )
}

function UploadLine({ upload: { file, share, state, error } }: { readonly upload: Upload }) {
  return (
    <li className="flex flex-col gap-1">
      <span className="flex items-center gap-2">
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {file.name}
        </span>
        {state === 'sending' && (
          <span className="figures text-xs text-faint">{formatShare(share)}</span>
        )}
        {state === 'done' && (
          <CircleCheck aria-label={t('knowledge.sent')} size={15} className="text-good" />
        )}
        {state === 'failed' && <CircleAlert aria-hidden size={15} className="text-bad" />}
      </span>
      {state === 'sending' && (
        <progress
          aria-label={t('knowledge.sending', { name: file.name })}
          className="h-1.5 w-full accent-accent-fill"
          max={1}
          value={share}
        />
      )}
      {state === 'failed' && <span className="text-xs text-bad">{refusalText(error)}</span>}
    </li>
  )
}

function useUploads() {
  const cache = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const queue = useRef(Promise.resolve())

  async function send(file: File, index: number): Promise<void> {
    const change = (changes: Partial<Upload>) =>
      setUploads((all) => all.map((one, at) => (at === index ? { ...one, ...changes } : one)))
    const fetch = fetchWithProgress((share) => change({ share }))
    try {
      await createClient({ baseUrl: '', retries: 0, fetch }).knowledge.upload(file)
      change({ share: 1, state: 'done' })
    } catch (error) {
      change({ state: 'failed', error })
    }
    await cache.invalidateQueries({ queryKey: ['knowledge'] })
  }

  function add(files: readonly File[]): void {
    const first = uploads.length
    setUploads((all) => [
      ...all,
      ...files.map((file) => ({ file, share: 0, state: 'sending' as const })),
    ])
    for (const [index, file] of files.entries()) {
      queue.current = queue.current.then(() => send(file, first + index))
    }
  }
  return { uploads, add }
}
