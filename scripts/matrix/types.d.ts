import type { Browser } from 'playwright'

/** A way to run a project: it is built, or served by its tool, and its page ranks. */
export interface Run {
  /** Such as `development` or `build`. */
  name: string
  /** Commands, one after another. */
  build?: string[][]
  /** The folder that the build makes. */
  output?: string
  /** Where the folder is served; default `/`. */
  base?: string
  /** A port at which a second origin serves the folder's files too. */
  assets?: string
  /** The command of a server; `{port}` stands for its port. Without it, a plain static host serves `output`. */
  serve?: string[]
  /** The page's address, relative to the origin; without it, the commands alone are run. */
  page?: string
  environment?: Record<string, string>
  /** What it shows, for the table. Default: `ranks`. */
  result?: string
  /** Why this does not rank, for the table. */
  known?: string
  /** Looks whether it ranks, in place of what the page's list and title tell. */
  check?(context: { browser: Browser; folder: string; origin: string }): Promise<void>
  /** Looks at more than the first ranking. */
  afterwards?(context: { browser: Browser; folder: string; origin: string; ranked: Ranked }): Promise<void>
}

export interface Project {
  /** For the command line, and the name of its folder. */
  name: string
  title: string
  /** What is told in the table. */
  version: string
  /** Whether the gate runs it. */
  fast?: boolean
  /** From versions.json. */
  dependencies: Record<string, string>
  /** More members of its package.json. */
  manifest?: object
  /** How its dependencies are installed; default: `npm`. */
  install?: string[][]
  files: Record<string, string>
  runs: Run[]
}

/** What a page said. */
export interface Ranked {
  title: string
  /** Addresses that the page and its workers asked for. */
  requests: string[]
}

export interface Result {
  title: string
  version: string
  run: string
  output?: { bytes: number; runtimes: number }
  problem?: string
  known?: string
  result?: string
}
