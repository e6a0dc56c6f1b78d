import type { ScorecardContent } from '@parley/contract'
import { t } from '../../../i18n/index.ts'
import { Card } from '../../../ui/bits.tsx'
import { Field, Input, Select, Textarea } from '../../../ui/field.tsx'
import { Choices } from './choices.tsx'
import { type ScorecardDraft, talkTypes } from './scorecard-draft.ts'

type BasicsProps = {
  readonly draft: ScorecardDraft
  readonly canEdit: boolean
  readonly isNameMissing: boolean
  readonly change: (changes: Partial<ScorecardDraft>) => void
}

/** What holds for the whole scorecard. */
export function ScorecardBasics({ draft, canEdit, isNameMissing, change }: BasicsProps) {
  return (
    <Card title={t('scorecards.basics')}>
      <fieldset disabled={!canEdit} className="grid gap-3 sm:grid-cols-2">
        <legend className="sr-only">{t('scorecards.basics')}</legend>
        <Field
          label={t('field.name')}
          required
          error={isNameMissing ? t('scorecards.needed') : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              maxLength={200}
              value={draft.name}
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Field>
        <LanguageField language={draft.language} change={change} />
        <Field label={t('field.description')} className="sm:col-span-2">
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              maxLength={1_000}
              value={draft.description}
              onChange={({ target }) => change({ description: target.value })}
            />
          )}
        </Field>
        <Field
          label={t('scorecards.wholeGuidance')}
          hint={t('scorecards.wholeGuidanceHint')}
          className="sm:col-span-2"
        >
          {(ids) => (
            <Textarea
              {...ids}
              dir="auto"
              rows={2}
              maxLength={4_000}
              value={draft.guidance}
              onChange={({ target }) => change({ guidance: target.value })}
            />
          )}
        </Field>
        <Choices
          legend={t('scorecards.scored')}
          hint={t('scorecards.scoredHint')}
          values={talkTypes}
          chosen={draft.scoredTalkTypes}
          wordsOf={(type) => t(`talkType.${type}`)}
          onChange={(scoredTalkTypes) => change({ scoredTalkTypes })}
        />
        <Field label={t('scorecards.outcomeRule')} hint={t(`outcomeRuleText.${draft.outcomeRule}`)}>
          {(ids) => (
            <Select
              {...ids}
              value={draft.outcomeRule}
              onChange={({ target }) =>
                change({ outcomeRule: target.value as ScorecardContent['outcome_rule'] })
              }
            >
              <option value="evidence">{t('outcomeRule.evidence')}</option>
              <option value="traditional">{t('outcomeRule.traditional')}</option>
            </Select>
          )}
        </Field>
      </fieldset>
    </Card>
  )
}

type LanguageProps = Pick<BasicsProps, 'change'> & Pick<ScorecardDraft, 'language'>

function LanguageField({ language, change }: LanguageProps) {
  return (
    <Field label={t('scorecards.language')}>
      {(ids) => (
        <Select
          {...ids}
          value={language ?? 'any'}
          onChange={({ target: { value } }) =>
            change({ language: value === 'en' || value === 'fr' ? value : null })
          }
        >
          {(['any', 'en', 'fr'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`scorecardLanguage.${one}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
