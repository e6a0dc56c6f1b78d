import { fileURLToPath } from 'node:url'

/** Real speech with what is said in it; where it comes from: README.md beside this file. */
export type Clip = { readonly file: string; readonly text: string }

/** The path of a recording in this folder. */
export const audioFile = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Readings of a novel, 16 kHz. */
export const cleanClips: readonly Clip[] = Object.entries({
  '0870':
    'and mister john dashwood had then leisure to consider how much there might be prudently in his power to do for them',
  '0880': 'he was not an ill disposed young man',
  '0890': 'unless to be rather cold hearted and rather selfish is to be ill disposed',
  '0920':
    'had he married a more amiable woman he might have been made still more respectable than he was',
  '0930': 'he might even have been made amiable himself',
}).map(([name, text]) => ({ file: audioFile(`clean-${name}.flac`), text }))

/** Announcements of a telephone exchange, 8 kHz. */
export const phoneClips: readonly Clip[] = Object.entries({
  'vm-intro': 'please leave your message after the tone when done hang up or press the pound key',
  invalid: 'i am sorry that is not a valid extension please try again',
  'vm-nobodyavail': 'nobody is available to take your call at the moment',
  'queue-youarenext':
    'your call is now first in line and will be answered by the next available representative',
  'privacy-unident': 'the party you are trying to reach does not accept unidentified calls',
  'conf-onlyperson': 'you are currently the only person in this conference',
  'auth-incorrect': 'password incorrect please enter your password followed by the pound key',
  'ss-noservice':
    'the number you have dialed is not in service please check the number and try again',
  'cannot-complete-as-dialed': 'your call cannot be completed as dialed',
  'check-number-dial-again': 'please check the number and dial again',
  'queue-thankyou': 'thank you for your patience',
  'pbx-invalid': 'i am sorry but that is not a valid extension please try again',
  transfer: 'please hold while i try that extension',
  'agent-alreadyon':
    'that agent is already logged on please enter your agent number followed by the pound key',
}).map(([name, text]) => ({ file: audioFile(`phone-${name}.flac`), text }))

export const frenchClip: Clip = {
  file: audioFile('french-ss-noservice.flac'),
  text: "le numéro composé n'est pas en service veuillez vérifier le numéro et essayer de nouveau",
}

/** Stereo, 8 kHz: an announcement on the left, then a reading on the right. */
export const twoSpeakers = audioFile('two-speakers.wav')

/** Words that differ, are missing or too many, over the words there should be. */
export function wordErrors(heard: string, said: string): { errors: number; words: number } {
  const [is, should] = [toWords(heard), toWords(said)]
  let row = Array.from({ length: should.length + 1 }, (_, index) => index)
  for (const [index, word] of is.entries()) {
    const next = [index + 1]
    for (const [other, wanted] of should.entries()) {
      const same = (row[other] ?? 0) + (word === wanted ? 0 : 1)
      next.push(Math.min(same, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1))
    }
    row = next
  }
  return { errors: row.at(-1) ?? 0, words: should.length }
}

/** Spellings of the same speech count as the same. */
function toWords(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/\bmr\b\.?/g, 'mister')
    .replaceAll("i'm", 'i am')
    .replaceAll("that's", 'that is')
    .replaceAll(/[^\p{L}\p{N}']+/gu, ' ')
    .split(' ')
    .filter(Boolean)
}
