import type { ConversationKind, Scorecard } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { parley } from '../../../api/client.ts'
import { t } from '../../../i18n/index.ts'
import { Card, SkeletonLines } from '../../../ui/bits.tsx'
import { Field, Select } from '../../../ui/field.tsx'
import { tell, tellFailure } from '../../../ui/toast.ts'
import { conversationKinds } from './scorecard-draft.ts'
import { scorecardsQuery } from './scorecard-queries.ts'

type Choice = { readonly kind: ConversationKind; readonly id: string }

/** Which scorecard each kind of conversation is evaluated with. */
export function ScorecardDefaults({
  scorecards,
}: {
  readonly scorecards: readonly Scorecard[] | undefined
}) {
  const choose = useChoosing()
  return (
    <Card title={t('scorecards.defaults')}>
      <p className="mb-3 text-muted">{t('scorecards.defaultsText')}</p>
      {!scorecards && <SkeletonLines count={2} />}
      <div className="grid gap-3 sm:grid-cols-2">
        {scorecards &&
          conversationKinds.map((kind) => (
            <Field key={kind} label={t(`kind.${kind}`)}>
              {(ids) => (
                <Select
                  {...ids}
                  value={scorecards.find((one) => one.default_for.includes(kind))?.id ?? ''}
                  onChange={({ target }) => choose.mutate({ kind, id: target.value })}
                >
                  {scorecards.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ))}
      </div>
    </Card>
  )
}

/** Shown at once, and taken back if it is refused. */
function useChoosing() {
  const cache = useQueryClient()
  const { queryKey } = scorecardsQuery
  return useMutation({
    mutationFn: ({ kind, id }: Choice) =>
      parley.scorecards.setDefault({ conversation_kind: kind, scorecard_id: id }),
    async onMutate(choice) {
      await cache.cancelQueries({ queryKey })
      const before = cache.getQueryData(queryKey)
      cache.setQueryData(queryKey, (all) => all?.map((one) => withDefault(one, choice)))
      return { before }
    },
    onSuccess: (_, { kind }) => tell(t('scorecards.defaultSaved', { kind: t(`kind.${kind}`) })),
    onError(error, _, context) {
      cache.setQueryData(queryKey, context?.before)
      tellFailure(error)
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['scorecards'] }),
  })
}

function withDefault(scorecard: Scorecard, { kind, id }: Choice): Scorecard {
  const others = scorecard.default_for.filter((one) => one !== kind)
  return { ...scorecard, default_for: scorecard.id === id ? [...others, kind] : others }
}
