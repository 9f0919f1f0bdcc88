// Joins the modules of the command into a few files: to find and load seventy takes longer than to read a small document.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** What every command loads, with all that these import at once, is one file, and what a run does another. */
const OFTEN = {
  common: ['dist/cli/main.js', 'dist/cli/diagnostics.js'],
  running: ['dist/cli/run.js', 'dist/engine/kernel/kernel.js'],
}

/** Packages that every run needs are joined too: to find one takes longer than to run it. Their licences go along. */
const JOINED = ['jsep', 'leven']

/** To be compiled as scripts, not as modules: of those nothing can be kept. */
const SCRIPTS = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  minify: { compress: false, mangle: false, codegen: true },
  cleanDir: true,
}

const command = {
  input: {
    cosax: 'dist/cli/main.js',
    guarded: 'dist/cli/guarded.js',
    parted: 'dist/cli/parted.js',
  },
  platform: 'node',
  external: (id) => /^(?:node:|@?[a-z])/.test(id) && !JOINED.includes(id),
  plugins: [
    {
      name: 'for bin/load.js',
      /**
       * It reads ASCII, knows a script by how it begins, and imports packages: a script that V8 has kept cannot. A script is
       * a function as it stands: to put one around it would copy it.
       */
      generateBundle(_, chunks) {
        for (const chunk of Object.values(chunks)) {
          if (chunk.type !== 'chunk') continue
          const code = withPlainExports(chunk.code)
            .replace(NOT_ASCII, escaped)
            .replace(IMPORT, 'importOutside(`')
          const digest = createHash('sha256').update(code).digest('hex').slice(0, 16)
          chunk.code = `//${digest}\n(function(exports,require,module,__filename,importOutside){${code}\n})`
        }
      },
    },
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
    ...SCRIPTS,
    codeSplitting: {
      groups: [{ debugName: 'often', name: fileOf }],
    },
  },
  logLevel: 'warn',
}

/** The thread that reads parts starts sooner without what only the command needs. */
const worker = {
  ...command,
  input: { worker: 'dist/parts/worker.js' },
  output: { dir: 'dist/worker', ...SCRIPTS },
}

export default [command, worker]

let files

/** The file that a module is joined with others in, or null: it is read when it is needed. */
function fileOf(id, graph) {
  files ??= often(graph)
  return files.get(id) ?? null
}

function often(graph) {
  const found = new Map()
  for (const [file, begins] of Object.entries(OFTEN)) {
    const modules = new Set(begins.map((path) => resolve(path)))
    for (const each of modules) {
      for (const imported of graph.getModuleInfo(each)?.importedIds ?? []) modules.add(imported)
    }
    for (const each of modules) if (!found.has(each)) found.set(each, file)
  }
  found.delete(resolve(command.input.cosax)) // which is a file already
  return found
}

/** What does not change once the script has run is exported as it is: to make a getter takes ten times as long. */
function withPlainExports(code) {
  return code.replace(EXPORT, (getter, key, name) => {
    const mayChange = code.includes(`let ${name}`)
    return mayChange ? getter : `exports[${key}]=${name};`
  })
}

const EXPORT =
  /Object\.defineProperty\(exports,("[^"]+"),\{enumerable:true,get:function\(\)\{return ([\w$]+)\}\}\);/g
const IMPORT = /\bimport\(`/g // as the minifier writes it
const NOT_ASCII = /[\u0080-\uffff]/g

function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
