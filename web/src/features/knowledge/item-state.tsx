import type { KnowledgeItem, KnowledgePage } from '@parley/contract'
import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import { t, tOr } from '../../i18n/index.ts'
import { Badge, type Tone } from '../../ui/bits.tsx'

const looks = {
  PROCESSING: { tone: 'info', icon: LoaderCircle },
  PROCESSED: { tone: 'good', icon: CircleCheck },
  FAILED: { tone: 'bad', icon: CircleAlert },
} as const satisfies Record<KnowledgeItem['status'], { tone: Tone; icon: typeof CircleCheck }>

/** How far an item or a page of it is. */
export function ItemState({ status }: { readonly status: KnowledgeItem['status'] }) {
  const { tone, icon: Icon } = looks[status]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden size={12} className={status === 'PROCESSING' ? 'animate-spin' : ''} />
      {t(`knowledgeStatus.${status}`)}
    </Badge>
  )
}

type Failed = Pick<KnowledgeItem | KnowledgePage, 'failureCode' | 'failureReason'>

/** Why it failed, in the language of the reader where the code is known. */
export function reasonOf({ failureCode, failureReason }: Failed): string | undefined {
  if (failureCode === null) return failureReason ?? undefined
  return tOr(`knowledgeFailure.${failureCode}`, failureReason ?? failureCode)
}
