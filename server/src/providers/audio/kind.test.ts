import { expect, test } from 'vitest'
import { kindOfBytes } from './kind.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const cases: readonly [what: string, head: Buffer, kind: string | undefined][] = [
  ['WAV', bytes('RIFF\0\0\0\0WAVEfmt '), 'wav'],
  ['WAV beyond 4 GiB', bytes('RF64\xff\xff\xff\xffWAVEds64'), 'wav'],
  ['AVI', bytes('RIFF\0\0\0\0AVI LIST'), 'avi'],
  ['a picture in RIFF', bytes('RIFF\0\0\0\0WEBPVP8 '), undefined],
  ['MP3 without a tag', bytes('\xff\xfb\x90\x64'), 'mp3'],
  ['AAC', bytes('\xff\xf1\x50\x80'), 'aac'],
  ['set bits that are no audio', bytes('\xff\xff\xff\xff'), undefined],
  ['MP4', bytes('\0\0\0\x20ftypM4A '), 'mp4'],
  ['an old QuickTime film', bytes('\0\0\0\x08wide\0\0\x01\0mdat'), 'mp4'],
  ['Ogg', bytes('OggS\0\x02'), 'ogg'],
  ['WebM', bytes('\x1a\x45\xdf\xa3\x9f'), 'webm'],
  ['FLAC', bytes('fLaC\0\0\0\x22'), 'flac'],
  ['AMR', bytes('#!AMR\n\x3c'), 'amr'],
  ['AMR wide band', bytes('#!AMR-WB\n'), 'amr'],
  ['a text', bytes('Dear customer, '), undefined],
  ['a playlist', bytes('#EXTM3U\n#EXT-X-VERSION:3'), undefined],
  ['a zip file', bytes('PK\x03\x04'), undefined],
  ['a page', bytes('<!DOCTYPE html>'), undefined],
  ['one byte', bytes('R'), undefined],
]
test.for(cases)('%s', ([, head, kind]) => {
  expect(kindOfBytes(head)).toBe(kind)
})
