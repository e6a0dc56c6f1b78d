/**
 * The sounds Kokoro-82M v1.0 was trained with, by the number the network knows them under (published
 * with the model as `vocab`). Others are left out of what it reads.
 */
const numbered: readonly (readonly [number, string])[] = [
  [1, ';:,.!?'],
  [9, '—…"()“” \u0303ʣʥʦʨᵝ\uAB67AI'],
  [31, 'O'],
  [33, 'Q'],
  [35, 'ST'],
  [39, 'W'],
  [41, 'Yᵊabcdef'],
  [50, 'hijklmnopqrstuvwxyzɑɐɒæ'],
  [75, 'βɔɕç'],
  [80, 'ɖðʤə'],
  [85, 'ɚɛɜ'],
  [90, 'ɟ'],
  [92, 'ɡ'],
  [99, 'ɥ'],
  [101, 'ɨɪʝ'],
  [110, 'ɯɰŋɳɲɴø'],
  [118, 'ɸθœ'],
  [123, 'ɹ'],
  [125, 'ɾɻ'],
  [128, 'ʁɽʂʃʈʧ'],
  [135, 'ʊʋ'],
  [138, 'ʌɣɤ'],
  [142, 'χʎ'],
  [147, 'ʒʔ'],
  [156, 'ˈˌː'],
  [162, 'ʰ'],
  [164, 'ʲ'],
  [169, '↓'],
  [171, '→↗↘'],
  [177, 'ᵻ'],
]

const numbers = new Map(
  numbered.flatMap(([first, sounds]) =>
    [...sounds].map((sound, index) => [sound, first + index] as const),
  ),
)

/** Longer texts are not read to their end. */
const longest = 509

/** Numbers of the sounds, with the silence that stands before and behind. */
export function toNumbers(sounds: string): number[] {
  const known = [...sounds].map((sound) => numbers.get(sound)).filter((one) => one !== undefined)
  return [0, ...known.slice(0, longest), 0]
}

/** Text between marks; the marks themselves set pauses and melody, and are read too. */
const marks = /([;:,.!?¡¿—…"«»“”()[\]{}]+)/u

/** Spells a text in sounds, with `toIpa` for what stands between marks. */
export function toSounds(text: string, toIpa: (words: string) => string, locale: string): string {
  const spelt = text
    .split(marks)
    .map((part, index) => (index % 2 === 1 || part.trim() === '' ? toMarks(part) : around(part)))
    .join('')
  return locale.startsWith('en') ? asEnglish(spelt) : spelt

  function around(part: string): string {
    const before = /^\s/.test(part) ? ' ' : ''
    const behind = /\s$/.test(part) ? ' ' : ''
    return before + toIpa(part).replaceAll(/\s+/g, ' ').trim() + behind
  }
}

const toMarks = (part: string) =>
  part.replaceAll('«', '“').replaceAll('»', '”').replaceAll(/[¡¿[\]{}]/g, '')

/** eSpeak writes some English sounds otherwise than those who trained the network. */
function asEnglish(sounds: string): string {
  return sounds
    .replaceAll('ʲ', 'j')
    .replaceAll('r', 'ɹ')
    .replaceAll('x', 'k')
    .replaceAll('ɬ', 'l')
}
