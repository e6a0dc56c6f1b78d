import type { SpeakerMeasures, TranscriptMetrics } from '@parley/contract'
import { closeOf, greetingOf, nextStepOf } from './closing-rules.ts'
import { isEstimate, measure, missing, whyNoTimes } from './measure-rules.ts'
import { questionMeasuresOf, sentencesIn } from './question-rules.ts'
import { type Reading, readAll, type Readings } from './reading-rules.ts'
import {
  type Speaker,
  type Talk,
  type Transcript,
  toTalk,
  type Utterance,
} from './segment-rules.ts'
import { sentimentCurveOf, sentimentOf } from './sentiment-rules.ts'
import {
  bySpeaker,
  durationOf,
  overlapShareOf,
  repShareOf,
  silenceShareOf,
  talkListenOf,
  talkOf,
  talkSecondsOf,
} from './talk-rules.ts'
import {
  interactivityOf,
  interruptionsOf,
  longestMonologueOf,
  longestStoryOf,
  longestTurnOf,
  monologueCountOf,
  patienceOf,
  type Turn,
  turnsOf,
} from './turn-rules.ts'
import { fillersOf, ourWords, paceOf, wordsIn } from './wording-rules.ts'

/** Grows with every change that lets a metric come out differently: all are then measured anew. */
export const rulesVersion = 2

type MetricOptions = {
  /** Longer turns of our side are monologues. */
  readonly monologueSeconds: number
}

/** Those who talk less are left out of the table of speakers. */
const maxSpeakers = 50

/** All metrics of a transcript, and the language whose word lists were used. */
export function measureTranscript(
  transcript: Transcript,
  { monologueSeconds }: MetricOptions,
): TranscriptMetrics & { readonly language: Talk['language'] } {
  const talk = toTalk(transcript)
  const talked = talkOf(talk)
  const turns = turnsOf(talk)
  const ours = talk.utterances.filter(({ side }) => side === 'ours')
  const theirs = talk.utterances.filter(({ side }) => side === 'theirs')
  const readings = readAll(talk)
  const words = ourWords(talk, ours)
  const read = readings && readingsOf(ours, readings)
  return {
    language: talk.language,
    measures: {
      duration: durationOf(talk),
      talk_seconds: talkSecondsOf(talk, talked),
      rep_share: repShareOf(talk, talked),
      talk_listen_ratio: talkListenOf(talk, talked),
      longest_monologue: longestMonologueOf(talk, turns),
      monologue_count: monologueCountOf(talk, turns, monologueSeconds),
      longest_customer_story: longestStoryOf(talk, turns),
      interactivity: interactivityOf(talk, turns),
      patience: patienceOf(talk, turns),
      ...questionMeasuresOf(talk, ours, read?.questions),
      ...fillersOf(talk, words, read?.fillers),
      words_per_minute: paceOf(talk, words, talkedBy(ours, talked)),
      interruptions: interruptionsOf(talk, 'ours'),
      interruptions_by_customer: interruptionsOf(talk, 'theirs'),
      overlap_share: overlapShareOf(talk),
      silence_share: silenceShareOf(talk),
      sentiment: sentimentOf(talk, readings, { said: talk.utterances }),
      customer_sentiment: sentimentOf(talk, readings, { said: theirs, side: 'theirs' }),
      next_step: nextStepOf(talk),
      greeting: greetingOf(talk, ours),
      close: closeOf(talk, ours),
    },
    speakers: speakersOf(talk, { talked, turns, readings }),
    sentiment_curve: sentimentCurveOf(talk, readings),
  }
}

/** What was found in all of these together. */
function readingsOf(said: readonly Utterance[], readings: Readings) {
  const all = said.map((utterance) => readings.get(utterance)).filter((one) => one !== undefined)
  return {
    fillers: all.reduce((sum, { fillers }) => sum + fillers, 0),
    questions: all.flatMap(({ questions }) => questions),
  } satisfies Partial<Reading>
}

function talkedBy(said: readonly Utterance[], talked: ReadonlyMap<number, number>): number {
  const speakers = new Set(said.map(({ speaker }) => speaker))
  return [...speakers].reduce((sum, speaker) => sum + (talked.get(speaker) ?? 0), 0)
}

function speakersOf(
  talk: Talk,
  {
    talked,
    turns,
    readings,
  }: {
    readonly talked: ReadonlyMap<number, number>
    readonly turns: readonly Turn[]
    readonly readings: Readings | undefined
  },
): SpeakerMeasures[] {
  const said = bySpeaker(talk.utterances)
  const turnsBy = bySpeaker(turns)
  const total = [...talked.values()].reduce((sum, length) => sum + length, 0)
  return [...talk.speakers.values()]
    .filter(({ number }) => said.has(number))
    .sort(
      (a, b) => (talked.get(b.number) ?? 0) - (talked.get(a.number) ?? 0) || a.number - b.number,
    )
    .slice(0, maxSpeakers)
    .sort((a, b) => a.number - b.number)
    .map((speaker) =>
      speakerMeasures(talk, speaker, {
        said: said.get(speaker.number) ?? [],
        turns: turnsBy.get(speaker.number) ?? [],
        talked: talked.get(speaker.number) ?? 0,
        total,
        readings,
      }),
    )
}

type Part = {
  readonly said: readonly Utterance[]
  readonly turns: readonly Turn[]
  readonly talked: number
  readonly total: number
  readonly readings: Readings | undefined
}

function speakerMeasures(
  talk: Talk,
  { number, kind, side }: Speaker,
  { said, turns, talked, total, readings }: Part,
): SpeakerMeasures {
  const sample = said.length
  const estimated = isEstimate(talk, { times: true })
  const noTimes = whyNoTimes(talk)
  const notApart = talk.toldApart ? undefined : 'speakers_not_told_apart'
  const spoken = { said, reason: undefined, isSideGuessed: false }
  const read = readings && readingsOf(said, readings)
  const isLanguageGuessed = isEstimate(talk, { words: true })
  return {
    speaker: number,
    kind,
    side,
    talk_seconds: noTimes
      ? missing('seconds', noTimes, sample)
      : measure('seconds', talked / 1_000, { sample, estimated }),
    talk_share: shareOf(notApart ?? (total === 0 ? 'nothing_to_measure' : undefined)),
    word_count: measure('count', wordsIn(said), { sample }),
    words_per_minute: paceOf(talk, spoken, talked),
    longest_turn: longestTurnOf(talk, turns),
    question_count: read
      ? measure('count', read.questions.length, {
          sample: sentencesIn(said),
          estimated: isLanguageGuessed,
          position: read.questions[0]?.position ?? null,
        })
      : missing('count', 'unknown_language'),
    ...fillersOf(talk, spoken, read?.fillers),
  }

  function shareOf(reason: Parameters<typeof missing>[1] | undefined) {
    if (reason) return missing('share', reason, sample)
    return measure('share', talked / total, { sample, estimated })
  }
}
