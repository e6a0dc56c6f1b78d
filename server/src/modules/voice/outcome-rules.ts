import type { OutcomeField, OutcomeShape } from '@parley/contract'

/** The fields of the shape and no others: null where there is nothing, or something of another type. */
export function fillsShape(
  shape: OutcomeShape,
  found: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape.properties).map(([name, field]) => [
      name,
      fits(field, found[name]) ? found[name] : null,
    ]),
  )
}

function fits({ type, enum: values }: OutcomeField, value: unknown): boolean {
  if (value === undefined) return false
  if (values && !(values as readonly unknown[]).includes(value)) return false
  if (type === undefined) return true
  return [type].flat().some((one) => isOf(String(one), value))
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
