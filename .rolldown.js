// Joins the modules of the command into a few files: to find and load seventy takes longer than to read a small document.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** What every run loads, with all that these import at once, is one file; the rest is read when it is needed. */
const OFTEN = ['dist/cli/main.js', 'dist/engine/kernel/kernel.js'].map((path) => resolve(path))

/** Packages that every run needs are joined too: to find one takes longer than to run it. Their licences go along. */
const JOINED = ['jsep', 'leven']

const command = {
  input: { cosax: 'dist/cli/main.js', guarded: 'dist/cli/guarded.js' },
  platform: 'node',
  external: (id) => /^(?:node:|@?[a-z])/.test(id) && !JOINED.includes(id),
  plugins: [
    {
      name: 'licences',
      generateBundle() {
        for (const id of JOINED) {
          const file = id === 'jsep' ? 'LICENSE' : 'license'
          const source = readFileSync(`node_modules/${id}/${file}`)
          this.emitFile({ type: 'asset', fileName: `${id}.licence`, source })
        }
      },
    },
  ],
  output: {
    dir: 'dist/bundle',
    format: 'es',
    cleanDir: true,
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: [
        { debugName: 'common', name: (id, graph) => (isOften(id, graph) ? 'common' : null) },
      ],
    },
  },
  logLevel: 'warn',
}

/** The thread that reads parts starts sooner without what only the command needs. */
const worker = {
  ...command,
  input: { worker: 'dist/parts/worker.js' },
  output: { dir: 'dist/worker', format: 'es', cleanDir: true, chunkFileNames: '[name].js' },
}

export default [command, worker]

let often

function isOften(id, graph) {
  if (often === undefined) {
    often = new Set(OFTEN)
    for (const each of often) {
      for (const imported of graph.getModuleInfo(each)?.importedIds ?? []) often.add(imported)
    }
  }
  return often.has(id) && id !== OFTEN[0]
}
