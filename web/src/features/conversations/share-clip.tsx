import type { ConversationClip } from '@parley/contract'
import { useMutation } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { copy } from '../../ui/toast.ts'

const daysOffered = [1, 7, 30] as const
const daySeconds = 86_400

type ShareProps = { readonly clip: ConversationClip; readonly onClose: () => void }

/** A link that shows and plays the clip to whoever has it, for some days. */
export function ShareClip({ clip, onClose }: ShareProps) {
  const [days, setDays] = useState(String(daysOffered[1]))
  const make = useMutation({
    mutationFn: async () => {
      const place = { id: clip.conversation_id, clipId: clip.id }
      const made = await parley.clips.link(place, { expires_in: Number(days) * daySeconds })
      return { page: pageOf(made.url), until: made.expires_at }
    },
  })
  return (
    <Modal
      open
      onClose={onClose}
      title={t('clips.share', { title: clip.title })}
      description={t('clips.shareText')}
    >
      <div className="flex flex-col gap-4">
        <Field label={t('clips.expires')}>
          {(ids) => (
            <Select {...ids} value={days} onChange={({ target }) => setDays(target.value)}>
              {daysOffered.map((count) => (
                <option key={count} value={count}>
                  {t('length.days', { count })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Refused error={make.error} />
        {make.data && (
          <Field
            label={t('clips.link')}
            hint={t('clips.until', { when: formatMoment(make.data.until) })}
          >
            {(ids) => (
              <div className="flex gap-2">
                <Input
                  {...ids}
                  readOnly
                  dir="ltr"
                  value={make.data.page}
                  onFocus={({ target }) => target.select()}
                />
                <Button onClick={() => void copy(make.data.page)}>
                  <Copy aria-hidden size={14} />
                  {t('action.copy')}
                </Button>
              </div>
            )}
          </Field>
        )}
        <Button
          look="primary"
          className="self-end"
          disabled={make.isPending}
          onClick={() => make.mutate()}
        >
          {t('clips.makeLink')}
        </Button>
      </div>
    </Modal>
  )
}

/** The page for people, of the address for programs. */
function pageOf(url: string): string {
  const { origin, searchParams } = new URL(url, location.origin)
  return `${origin}/clip?token=${encodeURIComponent(searchParams.get('token') ?? '')}`
}
