import type { ReactNode } from 'react'
import { chooseLanguage, currentLanguage, type Language, languages, t } from '../../i18n/index.ts'
import mark from '../../ui/mark.svg'

type DoorProps = { readonly title: string; readonly text?: string; readonly children: ReactNode }

/** What stands around every form of somebody who is not in yet. */
export function Door({ title, text, children }: DoorProps) {
  return (
    <main className="flex h-full flex-col items-center overflow-y-auto bg-surface px-4 py-[12dvh]">
      <div className="w-full max-w-sm">
        <img src={mark} alt={t('shell.product')} width={36} height={36} className="mb-5" />
        <h1 className="text-xl font-semibold">{title}</h1>
        {text && <p className="mt-1 text-muted">{text}</p>}
        <div className="mt-6">{children}</div>
        <nav aria-label={t('profile.language')} className="mt-10 flex gap-1 text-xs">
          {Object.entries(languages).map(([code, name]) => (
            <button
              key={code}
              type="button"
              lang={code}
              aria-pressed={code === currentLanguage()}
              className="rounded px-1.5 py-1 text-muted hover:bg-hover aria-pressed:font-semibold aria-pressed:text-text"
              onClick={() => chooseLanguage(code as Language)}
            >
              {name}
            </button>
          ))}
        </nav>
      </div>
    </main>
  )
}
