import type { CallSettings } from '@parley/contract'
import { genderOf, speakerAt, type Speakers } from './caller-voice-rules.ts'

type Wishes = Pick<CallSettings, 'genderDetection' | 'speakerIdentification'>

/** Who is on the caller's side of the line, by the height of their voices. */
export class CallerVoices {
  readonly #wishes: Wishes
  readonly #onSpeaker: (speaker: number) => void
  #speakers: Speakers = []
  #speaker = 0
  #gender: 'male' | 'female' | undefined

  /** `onSpeaker`: somebody else speaks now; counted from 1. */
  constructor(wishes: Wishes, onSpeaker: (speaker: number) => void) {
    this.#wishes = wishes
    this.#onSpeaker = onSpeaker
  }

  /** Undefined: nobody asks for it. */
  get onPitch(): ((hertz: number) => void) | undefined {
    const { genderDetection, speakerIdentification } = this.#wishes
    return genderDetection || speakerIdentification ? (hertz) => this.#heard(hertz) : undefined
  }

  /** Of who spoke last; undefined: not asked for, or not certain. */
  get gender(): 'male' | 'female' | undefined {
    return this.#wishes.genderDetection ? this.#gender : undefined
  }

  /** What a model should know of it. */
  get note(): string | undefined {
    const notes = [
      ...(this.#wishes.speakerIdentification && this.#speakers.length > 1
        ? [`Several people are on the line; person ${this.#speaker + 1} said this.`]
        : []),
      ...(this.gender ? [`The voice sounds ${this.gender}; address them so.`] : []),
    ]
    return notes.length > 0 ? notes.join(' ') : undefined
  }

  #heard(hertz: number): void {
    this.#gender = genderOf(hertz)
    if (!this.#wishes.speakerIdentification) return
    const { speaker, speakers } = speakerAt(this.#speakers, hertz)
    this.#speakers = speakers
    if (speaker !== this.#speaker) this.#onSpeaker(speaker + 1)
    this.#speaker = speaker
  }
}
