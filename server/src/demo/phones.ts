import type { Dice } from './dice.ts'

const areaCodes = [
  '212',
  '206',
  '303',
  '312',
  '404',
  '415',
  '512',
  '602',
  '617',
  '702',
  '713',
  '813',
]

/** 555-0100 to 555-0199 are set aside for fiction in every area. */
export function phoneNumber({ between, pick }: Dice): { typed: string; e164: string } {
  const area = pick(areaCodes)
  const line = `01${String(between(0, 99)).padStart(2, '0')}`
  const typed = pick([`(${area}) 555-${line}`, `+1 ${area} 555 ${line}`, `${area}-555-${line}`])
  return { typed, e164: `+1${area}555${line}` }
}
