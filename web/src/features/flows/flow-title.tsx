import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../i18n/index.ts'
import { buttonClass } from '../../ui/button.tsx'

type TitleProps = {
  readonly id: string
  readonly name: string
  readonly children?: ReactNode
}

/** The agent, with the way back to the rest of it. */
export function FlowTitle({ id, name, children }: TitleProps) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        to="/agents/$id"
        params={{ id }}
        aria-label={t('action.back')}
        className={buttonClass('ghost', 'icon')}
      >
        <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
      </Link>
      <span dir="auto" className="truncate">
        {name}
      </span>
      {children}
    </span>
  )
}
