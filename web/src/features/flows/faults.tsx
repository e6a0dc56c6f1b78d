import type { FlowFault } from '@parley/contract'
import { CircleAlert } from 'lucide-react'
import { currentLanguage } from '../../i18n/index.ts'
import { faultText } from './words.ts'

/** What is wrong; the sentence of the server names what exactly. */
export function Faults({ faults }: { readonly faults: readonly FlowFault[] }) {
  if (faults.length === 0) return null
  return (
    <ul className="flex flex-col gap-2 rounded-md bg-bad-soft px-3 py-2 text-bad">
      {faults.map((fault) => (
        <li key={`${fault.code} ${fault.transitionId}`} className="flex items-start gap-2">
          <CircleAlert aria-hidden size={14} className="mt-0.5 shrink-0" />
          <span className="min-w-0">
            <span className="block">{faultText(fault)}</span>
            {currentLanguage() === 'en' && (
              <span className="block text-xs break-words">{fault.message}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
