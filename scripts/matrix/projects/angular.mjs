import { recipe } from './recipe.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const WORKSPACE = {
  version: 1,
  projects: {
    app: {
      projectType: 'application',
      root: '',
      sourceRoot: 'src',
      architect: {
        build: {
          builder: '@angular/build:application',
          options: {
            outputPath: { base: 'out', browser: '' },
            index: 'src/index.html',
            browser: 'src/main.ts',
            tsConfig: 'tsconfig.json',
            polyfills: [],
          },
          configurations: { production: {}, development: { optimization: false, sourceMap: true } },
          defaultConfiguration: 'production',
        },
        serve: {
          builder: '@angular/build:dev-server',
          configurations: { development: { buildTarget: 'app:build:development' } },
          defaultConfiguration: 'development',
        },
      },
    },
  },
  cli: { analytics: false },
}

const COMPILER = {
  compilerOptions: {
    ...{ strict: true, skipLibCheck: true, experimentalDecorators: true, importHelpers: true },
    ...{ target: 'ES2022', module: 'preserve', moduleResolution: 'bundler', lib: ['ES2022', 'DOM'] },
  },
  files: ['src/main.ts'],
}

/** @type {Project} */
export const ANGULAR = {
  name: 'angular',
  title: 'Angular',
  ...pinned('angular'),
  files: {
    ...recipe('angular'),
    'angular.json': JSON.stringify(WORKSPACE),
    'tsconfig.json': JSON.stringify(COMPILER),
    'src/index.html':
      '<!doctype html><html lang="en"><head><title>app</title><base href="/"></head><body><app-search></app-search></body></html>\n',
    'src/main.ts': `import { provideZonelessChangeDetection } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { Search } from './search'
bootstrapApplication(Search, { providers: [provideZonelessChangeDetection()] })
`,
  },
  runs: [
    {
      name: 'build, webrerank/inline',
      build: [['npx', 'ng', 'build']],
      output: 'out',
      page: '/',
      environment: { NG_CLI_ANALYTICS: 'false' },
    },
    {
      name: 'development, webrerank/inline',
      serve: ['npx', 'ng', 'serve', '--port', '{port}', '--host', 'localhost'],
      page: '/',
      environment: { NG_CLI_ANALYTICS: 'false' },
    },
  ],
}
