import { decodeMulaw, encodeMulaw, type MediaStream } from '../../providers/telephony/index.ts'
import { openUpsampler, toTelephoneRate } from './telephone-sound.ts'
import type { CallTransport, OngoingCall } from './transport.ts'

type Carrier = {
  readonly hangUp: () => Promise<void>
  readonly transfer: (to: string) => Promise<void>
}

/** The way to somebody on a telephone, by the stream that a carrier opened. */
export function telephoneTransport(
  stream: MediaStream,
  carrier: Carrier,
  onError: (error: unknown) => void,
): CallTransport {
  const isMulaw = stream.format.encoding === 'mulaw'
  let isHandedOver = false
  return {
    speaker: {
      play: (samples) =>
        stream.play(isMulaw ? encodeMulaw(toTelephoneRate(samples)) : bytesOf(samples)),
      clear: () => stream.clear(),
      mark: (name) => stream.mark(name),
    },
    tell() {},
    async transfer(to) {
      isHandedOver = true
      try {
        await carrier.transfer(to)
      } catch (error) {
        isHandedOver = false
        throw error
      }
    },
    close() {
      // They go on talking without us.
      if (isHandedOver) return
      // Over already counts as over.
      carrier.hangUp().catch(onError)
    },
  }
}

/** Hands on what the other side says and presses, until it hangs up. */
export async function listenToTelephone(stream: MediaStream, call: OngoingCall): Promise<void> {
  const upsample = openUpsampler()
  for await (const input of stream.incoming) {
    if (input.type === 'audio') {
      call.hear(
        stream.format.encoding === 'mulaw'
          ? upsample(decodeMulaw(input.bytes))
          : samplesOf(input.bytes),
      )
    } else if (input.type === 'digit') call.pressed(input.digit)
    else call.reachedMark(input.name)
  }
  await call.end('hangup')
}

function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
}

function samplesOf(bytes: Uint8Array): Int16Array {
  const copy = bytes.slice(0, bytes.length - (bytes.length % 2))
  return new Int16Array(copy.buffer)
}
