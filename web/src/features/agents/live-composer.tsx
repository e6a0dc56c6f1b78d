import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Input } from '../../ui/field.tsx'
import type { Steering } from './use-steering.ts'

const ways = ['whisper', 'say'] as const
const mostCharacters = 2_000

type ComposerProps = { readonly steering: Steering; readonly isOn: boolean }

/** Words for the agent alone, or for the caller by its mouth. */
export function LiveComposer({ steering: { speak }, isOn }: ComposerProps) {
  const hint = useId()
  const [way, setWay] = useState<(typeof ways)[number]>('whisper')
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim() || speak.isPending) return
    // What was refused stays to be sent again.
    speak.mutate({ way, text: text.trim() }, { onSuccess: () => setText('') })
  }
  return (
    <form onSubmit={send} className="flex shrink-0 flex-col gap-2 border-t border-line p-3">
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">{t('live.words')}</legend>
        {ways.map((one) => (
          <label
            key={one}
            className={cx(
              'rounded-md px-2 py-1 text-xs font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent',
              way === one ? 'bg-selected text-accent' : 'text-muted hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="way"
              className="sr-only"
              checked={way === one}
              onChange={() => setWay(one)}
            />
            {t(`liveWay.${one}`)}
          </label>
        ))}
        <span id={hint} className="ms-1 text-xs text-faint">
          {t(`liveWayHint.${way}`)}
        </span>
      </fieldset>
      <div className="flex items-center gap-2">
        <Input
          dir="auto"
          maxLength={mostCharacters}
          disabled={!isOn}
          aria-label={t(`liveWay.${way}`)}
          aria-describedby={hint}
          placeholder={t(`liveWay.${way}`)}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <IconButton type="submit" label={t('talk.send')} disabled={!isOn || speak.isPending}>
          <SendHorizontal aria-hidden size={15} className="rtl:rotate-180" />
        </IconButton>
      </div>
    </form>
  )
}
