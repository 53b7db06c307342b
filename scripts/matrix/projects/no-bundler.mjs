import { page, rankAndTell } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const MAP =
  '<script type="importmap">{"imports":{"webrerank":"/node_modules/webrerank/dist/index.js"}}</script>'
const ASSETS_PORT = '47312'
const FAR_MAP = MAP.replace('/node_modules', `http://127.0.0.1:${ASSETS_PORT}/node_modules`)

/** @type {Project[]} */
export const NO_BUNDLER = [
  {
    name: 'import-map',
    title: 'No bundler',
    fast: true,
    ...pinned('import-map'),
    files: {
      'index.html': page('./main.js', MAP),
      'far.html': page('./main.js', FAR_MAP),
      'main.js': rankAndTell(),
    },
    runs: [
      { name: 'import map', output: '.', page: '/' },
      { name: 'import map, package on another origin', output: '.', assets: ASSETS_PORT, page: '/far.html' },
    ],
  },
]
