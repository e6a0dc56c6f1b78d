import { currentLanguage } from '../../i18n/index.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const step = 1_000

/** In the largest unit of which there is one. */
export function formatBytes(bytes: number): string {
  const power = Math.min(
    units.length - 1,
    bytes < step ? 0 : Math.floor(Math.log(bytes) / Math.log(step)),
  )
  return new Intl.NumberFormat(currentLanguage(), {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / step ** power)
}
