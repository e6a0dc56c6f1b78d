/** Sound of one side, in the shape in which pages know tracks. */
export class CallTrack {
  readonly kind = 'audio'
  readonly source = 'microphone'
  readonly mediaStreamTrack: MediaStreamTrack
  readonly mediaStream: MediaStream

  constructor(stream: MediaStream, track: MediaStreamTrack) {
    this.mediaStream = stream
    this.mediaStreamTrack = track
  }

  get sid(): string {
    return this.mediaStreamTrack.id
  }

  get isMuted(): boolean {
    return !this.mediaStreamTrack.enabled
  }

  /** Lets an element of the page play it; the SDK plays the agent's already. */
  attach(element: HTMLMediaElement = document.createElement('audio')): HTMLMediaElement {
    element.srcObject = this.mediaStream
    return element
  }

  detach(element: HTMLMediaElement): HTMLMediaElement {
    element.srcObject = null
    return element
  }
}

/** Undefined: the stream has no sound. */
export function trackOf(stream: MediaStream): CallTrack | undefined {
  const [track] = stream.getAudioTracks()
  return track && new CallTrack(stream, track)
}
