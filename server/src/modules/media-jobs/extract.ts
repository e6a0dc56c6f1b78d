import type { ContentPart } from '@parley/contract'
import { clock, pickSentences, type Said, sentencesOf, toStretches } from './extract-rules.ts'
import type { WantedPart } from './job.ts'
import type { Source } from './source.ts'

/** Said with everything that no language model wrote. */
const note =
  'No language model is set up on this server: these are sentences of the transcript itself, chosen by how much they say.'

const counts = { summary: 6, points: 8, actions: 8, chapters: 8, title: 1 } as const
/** Fewer sentences than these make a chapter. */
const sentencesPerChapter = 6
const longestTitle = 90

/** What can be had without a language model: the most telling sentences. */
export function extract(source: Source, part: WantedPart): ContentPart {
  const sentences = sentencesOf(source.segments)
  return {
    aiPart: part.name,
    content: contentOf(part, sentences),
    language: source.language,
    method: 'extractive',
    note,
    model: null,
  }
}

function contentOf({ known }: WantedPart, sentences: readonly Said[]): string {
  switch (known) {
    case 'TITLE':
      return toTitle(pickSentences(sentences, counts.title)[0]?.text ?? '')
    case 'KEY_POINTS':
      return listOf(pickSentences(sentences, counts.points))
    case 'ACTION_ITEMS':
      return listOf(pickSentences(sentences.filter(isPromise), counts.actions))
    case 'CHAPTERS':
      return chaptersOf(sentences)
    default:
      return pickSentences(sentences, counts.summary)
        .map(({ text }) => text)
        .join(' ')
  }
}

/** Words by which people say what they are going to do, in English, French and Arabic. */
const promise =
  /\b(i|we|you|he|she|they)('ll| will| am going to| are going to| need to| have to| should)\b|\blet's\b|\bplease\b|\b(je|tu|il|elle|nous|vous|on) (vais|vas|va|allons|allez|dois|doit|devons|devez|enverr\w+|rappeller\w+)\b|\bil faut\b|سوف|سأ|سنـ?|يجب|لازم|رح /iu

const isPromise = ({ text }: Said) => promise.test(text)

const listOf = (sentences: readonly Said[]) =>
  sentences.map(({ text }) => `- ${text}`).join('\n')

function chaptersOf(sentences: readonly Said[]): string {
  const wanted = Math.min(counts.chapters, Math.ceil(sentences.length / sentencesPerChapter))
  return toStretches(sentences, wanted)
    .map((stretch) => {
      const title = toTitle(pickSentences(stretch, 1)[0]?.text ?? '')
      return `- ${clock(stretch[0]?.startMs ?? 0)} ${title}`
    })
    .join('\n')
}

function toTitle(sentence: string): string {
  const plain = sentence.replace(/[.!?…؟。\s]+$/u, '')
  if (plain.length <= longestTitle) return plain
  return `${plain.slice(0, longestTitle).replace(/\s+\S*$/u, '')} …`
}
