/** What the height of a voice tells of who speaks. Heights are in Hz. */

/** Most men speak below, most women above; between, either may. */
const genders = { maleBelow: 150, femaleAbove: 175 }
/** One person's voice varies by less than this from one sentence to the next. */
const sameVoiceRatio = 1.28
/** A room full of people has no speakers. */
const maxSpeakers = 4
/** How far a speaker's height follows what was heard last. */
const follow = 0.3

/** Undefined: it could be either. */
export function genderOf(hertz: number): 'male' | 'female' | undefined {
  if (hertz < genders.maleBelow) return 'male'
  return hertz > genders.femaleAbove ? 'female' : undefined
}

/** Heights of the voices that were heard, in the order in which they first spoke. */
export type Speakers = readonly number[]

/** Who speaks, counted from 0, and what is known of the speakers then. */
export function speakerAt(
  speakers: Speakers,
  hertz: number,
): { readonly speaker: number; readonly speakers: Speakers } {
  const distances = speakers.map((known) => Math.max(known / hertz, hertz / known))
  const nearest = distances.indexOf(Math.min(...distances))
  const known = speakers[nearest]
  const isKnown = (distances[nearest] ?? Infinity) < sameVoiceRatio
  if (known === undefined || (!isKnown && speakers.length < maxSpeakers)) {
    return { speaker: speakers.length, speakers: [...speakers, hertz] }
  }
  const moved = known + follow * (hertz - known)
  return { speaker: nearest, speakers: speakers.with(nearest, moved) }
}
