import type { MetricTarget, MetricUnit } from './metrics.ts'

/** What a metric is. docs/metrics.md is made of these. */
export type MetricDefinition = {
  readonly unit: MetricUnit
  readonly title: string
  /** How it is computed, exactly enough to do it by hand. */
  readonly definition: string
  /** What `sample` counts. */
  readonly sample: string
  /** `start`: also from beginnings alone, as an estimate. `none`: needs no times. */
  readonly timing: 'segment' | 'start' | 'none'
  /** Default of the workspace's target; absent where nobody published one. */
  readonly target?: Partial<MetricTarget>
  /** Where the name or the target comes from. */
  readonly source: string
}

const ours = 'our own choice'
const sixty = 'Sixty’s template'
const gong = 'Gong Labs, as published; a correlation'

/** Every metric of a conversation, in the order in which they are shown. */
export const metricDefinitions = {
  duration: {
    unit: 'seconds',
    title: 'Duration',
    definition:
      'From the beginning of the first word to the end of the last. Where times are guessed, the length that the conversation is known to have, as an estimate.',
    sample: 'segments',
    timing: 'start',
    source: ours,
  },
  talk_seconds: {
    unit: 'seconds',
    title: 'Speech',
    definition:
      'The talk times of all speakers added up: time in which two talk counts twice. A speaker’s talk time is the time covered by their segments, once where their own segments overlap.',
    sample: 'segments',
    timing: 'start',
    source: ours,
  },
  rep_share: {
    unit: 'share',
    title: 'Talk share of the rep',
    definition:
      'Talk time of our side divided by the talk time of all speakers: speech only, silence is in neither. Where times are guessed, words instead of time, as an estimate.',
    sample: 'segments',
    timing: 'none',
    target: { ideal: 0.43, max: 0.65 },
    source: `43:57 and 65 % ${gong} of 25,537 calls (2016)`,
  },
  talk_listen_ratio: {
    unit: 'ratio',
    title: 'Talk to listen',
    definition: 'Talk time of our side divided by the talk time of the customer’s side.',
    sample: 'segments',
    timing: 'none',
    source: `name: Gong; 43:57 is 0.75`,
  },
  longest_monologue: {
    unit: 'seconds',
    title: 'Longest monologue',
    definition:
      'The longest turn of our side. A turn lasts from the beginning of its first segment to the end of its last, ends when somebody else says more than a back-channel or after ten seconds of silence.',
    sample: 'turns of our side',
    timing: 'start',
    source: 'name: Gong; the numbers quoted (76 s to 2:30) have no primary source',
  },
  monologue_count: {
    unit: 'count',
    title: 'Monologues',
    definition:
      'Turns of our side that are longer than the workspace’s `monologue_seconds` (60 unless changed).',
    sample: 'turns of our side',
    timing: 'start',
    target: { max: 2 },
    source: sixty,
  },
  longest_customer_story: {
    unit: 'seconds',
    title: 'Longest customer story',
    definition:
      'The longest run of turns of one speaker of the customer’s side, from its beginning to its end; others may say up to ten words in between.',
    sample: 'turns of the customer’s side',
    timing: 'start',
    target: { min: 50, ideal: 240 },
    source: `${gong} of 257,967 calls`,
  },
  interactivity: {
    unit: 'per_minute',
    title: 'Interactivity',
    definition:
      'Changes from the turn of one speaker to that of another, a minute of the duration.',
    sample: 'turns',
    timing: 'none',
    target: { min: 5 },
    source: 'name: Gong; the value is a guide without a primary source',
  },
  patience: {
    unit: 'seconds',
    title: 'Patience',
    definition:
      'Median of the gaps between the end of a customer’s turn and the beginning of our turn right after it; beginning before the end is a gap of 0.',
    sample: 'answers of our side',
    timing: 'segment',
    target: { min: 0.6, max: 1 },
    source: 'name: Gong; the values are a guide without a primary source',
  },
  question_count: {
    unit: 'count',
    title: 'Questions',
    definition:
      'Sentences of our side that end with a question mark, that ask to be told something (“tell me …”), or that begin like a question in a segment without any punctuation. A mere “right?” or “okay?” is none.',
    sample: 'sentences of our side',
    timing: 'none',
    source: ours,
  },
  open_question_count: {
    unit: 'count',
    title: 'Open questions',
    definition:
      'Questions of our side of which a part between punctuation begins with what, how, why, or “tell me” and their like, after polite openings; how many and how much are closed, as are the rest.',
    sample: 'questions of our side',
    timing: 'none',
    target: { min: 5, max: 15 },
    source: sixty,
  },
  closed_question_count: {
    unit: 'count',
    title: 'Closed questions',
    definition: 'Questions of our side that are not open.',
    sample: 'questions of our side',
    timing: 'none',
    source: ours,
  },
  targeted_question_count: {
    unit: 'count',
    title: 'Targeted questions',
    definition:
      'Questions of our side, open or closed, with a word for what the customer has at stake: problem, goal, budget, decision, deadline, priority, risk and their like.',
    sample: 'questions of our side',
    timing: 'none',
    target: { min: 11, max: 14 },
    source: `${gong} of 519,000 discovery calls`,
  },
  question_rate: {
    unit: 'per_hour',
    title: 'Question rate',
    definition: 'Questions of our side an hour of the duration.',
    sample: 'questions of our side',
    timing: 'none',
    target: { min: 18 },
    source: 'name: Gong; the value is a guide without a primary source',
  },
  filler_count: {
    unit: 'count',
    title: 'Filler words',
    definition: 'Words and phrases of our side that are on the list of fillers of the language.',
    sample: 'words of our side',
    timing: 'none',
    source: 'name: Fireflies',
  },
  filler_rate: {
    unit: 'per_100_words',
    title: 'Filler rate',
    definition: 'Filler words of our side in a hundred of its words.',
    sample: 'words of our side',
    timing: 'none',
    source: ours,
  },
  words_per_minute: {
    unit: 'words_per_minute',
    title: 'Words a minute',
    definition: 'Words of our side divided by its talk time.',
    sample: 'words of our side',
    timing: 'start',
    target: { ideal: 173, max: 188 },
    source: 'Gong Labs, second-hand: 173 as a rule, 188 when flustered',
  },
  interruptions: {
    unit: 'count',
    title: 'Interruptions by the rep',
    definition:
      'Segments of our side, other than back-channels, that begin while somebody of the customer’s side has been speaking for 0.3 s and goes on for another 0.3 s or more.',
    sample: 'segments of our side',
    timing: 'segment',
    source: 'back-channels excluded as by Revenue.io; 0.3 s is our own choice',
  },
  interruptions_by_customer: {
    unit: 'count',
    title: 'Interruptions by the customer',
    definition: 'The same, the other way round.',
    sample: 'segments of the customer’s side',
    timing: 'segment',
    source: ours,
  },
  overlap_share: {
    unit: 'share',
    title: 'Overlap',
    definition:
      'Time in which two or more speakers talk, divided by the time in which anybody does; back-channels left out.',
    sample: 'segments',
    timing: 'segment',
    source: ours,
  },
  silence_share: {
    unit: 'share',
    title: 'Silence',
    definition: 'Part of the duration in which nobody speaks.',
    sample: 'segments',
    timing: 'segment',
    source: 'name: Amazon Connect',
  },
  sentiment: {
    unit: 'polarity',
    title: 'Sentiment',
    definition:
      'Positive less negative words, divided by both, of all speakers. A negation up to three words before turns a word round. Word lists are our own; always an estimate.',
    sample: 'telling words',
    timing: 'none',
    source: ours,
  },
  customer_sentiment: {
    unit: 'polarity',
    title: 'Sentiment of the customer',
    definition: 'The same, of the customer’s side alone.',
    sample: 'telling words',
    timing: 'none',
    source: ours,
  },
  next_step: {
    unit: 'yes_no',
    title: 'Next step stated',
    definition:
      'Whether somebody says what comes next (a meeting, a call back, something to be sent) in the second half of all words (and the whole segment in which that begins), without a negation up to three words before.',
    sample: 'segments looked at',
    timing: 'none',
    source: sixty,
  },
  greeting: {
    unit: 'yes_no',
    title: 'Greeting',
    definition: 'Whether our side greets within its first 40 words.',
    sample: 'words looked at',
    timing: 'none',
    source: ours,
  },
  close: {
    unit: 'yes_no',
    title: 'Goodbye',
    definition: 'Whether our side thanks or says goodbye within its last 40 words.',
    sample: 'words looked at',
    timing: 'none',
    source: ours,
  },
} as const satisfies Record<string, MetricDefinition>

export type MetricName = keyof typeof metricDefinitions
export const metricNames = Object.keys(metricDefinitions) as MetricName[]

/** Turns longer than this are monologues, unless the workspace says otherwise. */
export const defaultMonologueSeconds = 60
