import { type EventType, eventCatalogue } from '@parley/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'

const introduction = `# Events

Everything that happens is announced once, in the transaction that made it true, and reaches
subscribers in the order in which it happened to its subject. This page is made from the catalogue in
\`packages/contract/src/events/\`; \`npx vitest run server/test/docs.test.ts -u\` writes it anew.

Every event has an \`id\` (the same when it is delivered again), a \`name\`, the \`workspace_id\`, the
subject's type and id, who caused it, when it happened, and the \`data\` described below. Fields may be
added to the data of an event; none is removed or changes its meaning.
`

test('docs/events.md describes every event of the catalogue', async () => {
  const page = [introduction, ...eventCatalogue.map(describe)].join('\n')
  await expect(page).toMatchFileSnapshot('../../docs/events.md')
})

function describe({ name, description, data, example, isComing }: EventType): string {
  const fields = fieldsOf(data)
  return `## \`${name}\`

${description}${isComing ? ' Nothing announces it in this version yet.' : ''}

| Field | Type | Meaning |
|---|---|---|
${fields.map(({ field, type, meaning }) => `| \`${field}\` | ${type} | ${meaning} |`).join('\n')}

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\`
`
}

type JsonSchema = z.core.JSONSchema.BaseSchema

function fieldsOf(data: z.ZodType): { field: string; type: string; meaning: string }[] {
  const { properties = {}, required = [] } = z.toJSONSchema(data, { unrepresentable: 'any' })
  return Object.entries(properties).map(([field, schema]) => {
    const known: JsonSchema = typeof schema === 'boolean' ? {} : schema
    const type = typeOf(known) + (required.includes(field) ? '' : ', may be absent')
    return { field, type, meaning: known.description ?? '' }
  })
}

function typeOf({ type, format, anyOf, items, enum: values }: JsonSchema): string {
  if (values) return values.map((value) => `\`${String(value)}\``).join(' or ')
  if (anyOf) {
    return anyOf.map((one) => (typeof one === 'boolean' ? 'any' : typeOf(one))).join(' or ')
  }
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items)) {
    return `list of ${typeOf(items)}`
  }
  const name = [type ?? 'any'].flat().join(' or ')
  return format ? `${name} (${format})` : name
}
