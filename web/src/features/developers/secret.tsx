import { Copy } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { copy } from '../../ui/toast.ts'

/** What the server shows once. */
export function Secret({ label, secret }: { readonly label: string; readonly secret: string }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="rounded-md bg-warn-soft px-3 py-2 text-warn">{t('developers.once')}</p>
      <div className="flex items-center gap-2">
        <Input readOnly dir="ltr" className="font-mono" aria-label={label} value={secret} />
        <IconButton label={t('action.copy')} onClick={() => void copy(secret)}>
          <Copy aria-hidden size={15} />
        </IconButton>
      </div>
    </div>
  )
}
