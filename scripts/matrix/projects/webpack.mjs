import { page, rankAndTell } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const FILES = { 'src/index.js': rankAndTell(), 'dist/index.html': page('./main.js') }

/** @type {Project[]} */
export const WEBPACK = [
  {
    name: 'webpack',
    title: 'webpack',
    fast: true,
    ...pinned('webpack'),
    files: { ...FILES, 'src/cpu.js': rankAndTell('webrerank/cpu') },
    runs: [
      { name: 'build', build: [['npx', 'webpack', '--mode', 'production']], output: 'dist', page: '/' },
      {
        name: 'build, webrerank/cpu',
        build: [
          ['mkdir', '-p', 'cpu'],
          ['cp', 'dist/index.html', 'cpu/'],
          ['npx', 'webpack', './src/cpu.js', '--mode', 'production', '-o', 'cpu'],
        ],
        output: 'cpu',
        page: '/',
      },
    ],
  },
  {
    name: 'rspack',
    title: 'Rspack',
    ...pinned('rspack'),
    files: FILES,
    runs: [
      {
        name: 'build',
        build: [['npx', 'rspack', 'build', '--mode', 'production']],
        output: 'dist',
        page: '/',
      },
    ],
  },
]
