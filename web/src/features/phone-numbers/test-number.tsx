import type { PhoneNumber, PhoneNumberCheck } from '@parley/contract'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleX, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/states.tsx'

/** Asks the carrier whether a number would work, and says exactly what would not. */
export function TestNumber({ number }: { readonly number: PhoneNumber }) {
  const [isOpen, setIsOpen] = useState(false)
  const test = useMutation({
    mutationFn: () => parley.phoneNumbers.test({ pid: number.id }, { retries: 0 }),
  })
  return (
    <>
      <Button
        size="sm"
        aria-label={t('numbers.testOf', { number: number.number })}
        onClick={() => {
          setIsOpen(true)
          test.mutate()
        }}
      >
        {t('numbers.test')}
      </Button>
      {isOpen && (
        <Modal
          open
          onClose={() => setIsOpen(false)}
          title={t('numbers.testOf', { number: number.number })}
          description={t('numbers.testText')}
        >
          {test.isPending && <SkeletonLines count={3} />}
          <Refused error={test.error} />
          {test.data && !test.isPending && <Checks check={test.data} />}
          <div className="mt-4 flex justify-end">
            <Button size="sm" disabled={test.isPending} onClick={() => test.mutate()}>
              <RotateCw aria-hidden size={13} />
              {t('action.retry')}
            </Button>
          </div>
        </Modal>
      )}
    </>
  )
}

function Checks({ check: { ok, checks } }: { readonly check: PhoneNumberCheck }) {
  return (
    <div className="flex flex-col gap-3">
      <p
        role="status"
        className={
          ok
            ? 'rounded-md bg-good-soft px-3 py-2 text-good'
            : 'rounded-md bg-bad-soft px-3 py-2 text-bad'
        }
      >
        {ok ? t('numbers.works') : t('numbers.worksNot')}
      </p>
      <ol className="flex flex-col gap-2.5">
        {checks.map((one) => (
          <li key={one.name} className="flex items-start gap-2">
            {one.ok ? (
              <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-good" />
            ) : (
              <CircleX aria-hidden size={16} className="mt-0.5 shrink-0 text-bad" />
            )}
            <span className="min-w-0">
              <span className="block font-medium">{t(`numberCheck.${one.name}`)}</span>
              <span dir="auto" className="block text-xs break-words text-muted">
                {one.message}
              </span>
              {one.code && (
                <bdi dir="ltr" className="font-mono text-2xs text-faint">
                  {one.code}
                </bdi>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
