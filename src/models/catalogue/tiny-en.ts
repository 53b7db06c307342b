import type { ModelCard } from '../../protocol/model-card.js'
import files from './tiny-en.json' with { type: 'json' }

/** The embedded model: trained from scratch for this project. How, and how good it is: its README beside the files. */
export const tinyEn: ModelCard = {
  id: 'webrerank/tiny-en',
  description: 'English, very small. Comes with webrerank.',
  source: 'embedded',
  license: 'MIT',
  languages: ['en'],
  // Written by scripts/build/update-card.mjs.
  ...files,
  // Of held-out passages, 92 % of those that answer score above it and 90 % of those on other matters below:
  // training/README.md, "Scores".
  floor: 0.05,
  derivedWeights: { fp32: 'q8', fp16: 'q8' },
  // Tuned on held-out pairs: training/README.md, "Fusion".
  fuseWeight: { given: 0.25, bm25: 0.1 },
  // English passages of all kinds have at most a quarter of pieces, German ones more than half: what is between the two
  // is no language that the model knows, and then a first stage counts as much as the model or more.
  foreign: { pieces: 0.4, fuseWeight: { given: 2, bm25: 1 } },
}
