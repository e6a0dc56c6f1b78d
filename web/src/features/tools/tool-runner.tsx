import type { WebTool } from '@parley/contract'
import { Play, Square } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { RunLog } from './run-log.tsx'
import { type Argument, argumentsOf, typedArgument } from './tool-rules.ts'
import { useRun } from './use-run.ts'

type RunnerProps = { readonly tool: WebTool; readonly isDirty: boolean }

/** Calls the stored tool as an agent would, and shows each attempt as it ends. */
export function ToolRunner({ tool, isDirty }: RunnerProps) {
  const { args } = argumentsOf(tool.params)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const run = useRun(tool.id)
  const given = Object.fromEntries(
    args.flatMap(({ name, type }) => {
      const text = values[name] ?? ''
      return text === '' ? [] : [[name, typedArgument(type, text)] as const]
    }),
  )
  return (
    <Card title={t('tools.try')} className="lg:sticky lg:top-0">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void run.start({ arguments: given })
        }}
      >
        <p className="text-xs text-faint">{isDirty ? t('tools.saveFirst') : t('tools.tryText')}</p>
        {args.map((argument) => (
          <ArgumentField
            key={argument.name}
            argument={argument}
            value={values[argument.name] ?? ''}
            onChange={(text) => setValues({ ...values, [argument.name]: text })}
          />
        ))}
        {run.isRunning ? (
          <Button onClick={run.stop}>
            <Square aria-hidden size={13} />
            {t('tools.stop')}
          </Button>
        ) : (
          <Button look="primary" type="submit">
            <Play aria-hidden size={13} />
            {t('tools.run')}
          </Button>
        )}
      </form>
      <div className="mt-4 flex flex-col gap-2">
        <Refused error={run.error} />
        <RunLog events={run.events} />
      </div>
    </Card>
  )
}

type ArgumentProps = {
  readonly argument: Argument
  readonly value: string
  readonly onChange: (text: string) => void
}

export function ArgumentField({ argument, value, onChange }: ArgumentProps) {
  const { name, type, description, isRequired } = argument
  const isJson = type === 'array' || type === 'object'
  return (
    <Field label={name} hint={description || (isJson && t('tools.asJson'))} required={isRequired}>
      {(ids) =>
        type === 'boolean' ? (
          <Select {...ids} value={value} onChange={({ target }) => onChange(target.value)}>
            <option value="">–</option>
            <option value="true">{t('tools.yes')}</option>
            <option value="false">{t('tools.no')}</option>
          </Select>
        ) : isJson ? (
          <CodeField {...ids} label={name} rows={2} value={value} onChange={onChange} />
        ) : (
          <Input
            {...ids}
            dir="auto"
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }
    </Field>
  )
}
