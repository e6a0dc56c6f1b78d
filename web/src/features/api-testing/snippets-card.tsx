import { Copy } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { IconButton } from '../../ui/button.tsx'
import { copy } from '../../ui/toast.ts'
import { type SnippetLanguage, snippetLanguages, snippetOf, type Wanted } from './snippets.ts'

/** The same request as a program. */
export function Snippets({ wanted }: { readonly wanted: Wanted }) {
  const [language, setLanguage] = useState<SnippetLanguage>('curl')
  const text = snippetOf(language, wanted)
  return (
    <Card
      title={t('apiTesting.snippets')}
      actions={
        <span className="flex items-center gap-1">
          <select
            aria-label={t('apiTesting.language')}
            className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
            value={language}
            onChange={({ target }) => setLanguage(target.value as SnippetLanguage)}
          >
            {snippetLanguages.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <IconButton label={t('action.copy')} onClick={() => void copy(text)}>
            <Copy aria-hidden size={14} />
          </IconButton>
        </span>
      }
    >
      <pre dir="ltr" tabIndex={0} className="overflow-x-auto font-mono text-xs">
        {text}
      </pre>
    </Card>
  )
}
