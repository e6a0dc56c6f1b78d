import { guestPass } from './livekit-passes.ts'
import type { JoinOptions, RoomListener, Rooms, Said } from './port.ts'

/** 32 characters, as LiveKit demands. */
export const fakeKey = { apiKey: 'parley-tests', apiSecret: 'a secret that only tests should know' }

type Method = (payload: string) => Promise<string> | string

/** What a page in the room saw and heard. */
export type FakeGuest = {
  readonly said: readonly Said[]
  readonly written: readonly string[]
  readonly messages: readonly Readonly<Record<string, unknown>>[]
  readonly states: readonly string[]
  readonly heardSamples: () => number
  readonly clears: () => number
  readonly isInside: () => boolean
  /** Offers something that whoever is in the room may ask for. */
  readonly offer: (method: string, run: Method) => void
  readonly speak: (samples: Int16Array) => void
  readonly press: (digit: string) => void
  readonly write: (text: string) => void
  readonly leave: (wasMeant?: boolean) => void
}

/** Rooms in memory, with real passes: whoever is handed a pass comes in with `enter`. */
export function openFakeRooms({ isDown = false }: { readonly isDown?: boolean } = {}) {
  const hosts = new Map<string, JoinOptions>()
  const guests = new Map<string, GuestBook>()
  const closed: string[] = []
  const bookOf = (room: string): GuestBook => {
    const book = guests.get(room) ?? newBook()
    guests.set(room, book)
    return book
  }
  const rooms: Rooms = {
    passFor: (guest) => guestPass(fakeKey, guest),
    async join(options) {
      const { room } = options
      if (isDown) throw new Error('nobody listens there')
      hosts.set(room, options)
      if (bookOf(room).isInside) options.listener.onArrived()
      return hostOf(bookOf(room), () => hosts.delete(room))
    },
    async close(room) {
      closed.push(room)
      bookOf(room).isInside = false
    },
  }
  return {
    rooms,
    /** Names of the rooms that were closed. */
    closed,
    /** Whether we are in the room. */
    hasHost: (room: string) => hosts.has(room),
    /** The server loses us. */
    loseHost: (room: string) => hosts.get(room)?.listener.onLost(),
    enter(room: string): FakeGuest {
      const book = bookOf(room)
      book.isInside = true
      hosts.get(room)?.listener.onArrived()
      return guestOf(book, () => hosts.get(room)?.listener)
    },
  }
}

type GuestBook = {
  readonly said: Said[]
  readonly written: string[]
  readonly messages: Readonly<Record<string, unknown>>[]
  readonly states: string[]
  readonly methods: Map<string, Method>
  samples: number
  clears: number
  isInside: boolean
}

function newBook(): GuestBook {
  const lists = { said: [], written: [], messages: [], states: [] }
  return { ...lists, methods: new Map(), samples: 0, clears: 0, isInside: false }
}

function hostOf(book: GuestBook, onLeave: () => void) {
  return {
    play(samples: Int16Array) {
      book.samples += samples.length
    },
    clear() {
      book.clears += 1
    },
    heard: async () => {},
    transcribe: (said: Said) => void book.said.push(said),
    write: (text: string) => void book.written.push(text),
    send: (message: Readonly<Record<string, unknown>>) => void book.messages.push(message),
    setState: (state: string) => void book.states.push(state),
    async ask(method: string, payload: string) {
      const run = book.methods.get(method)
      if (!run) throw new Error('Method not supported at destination')
      return run(payload)
    },
    async leave() {
      onLeave()
    },
  }
}

function guestOf(book: GuestBook, listener: () => RoomListener | undefined): FakeGuest {
  return {
    ...book,
    heardSamples: () => book.samples,
    clears: () => book.clears,
    isInside: () => book.isInside,
    offer: (method, run) => void book.methods.set(method, run),
    speak: (samples) => listener()?.onSound(samples),
    press: (digit) => listener()?.onKey(digit),
    write: (text) => listener()?.onText(text),
    leave(wasMeant = true) {
      book.isInside = false
      listener()?.onLeft(wasMeant)
    },
  }
}
