// Joins the modules of the command into a few files: to find and load seventy takes longer than to read a small document.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** What every command loads, with all that these import at once, is one file, what a run does another, and what writes rows. */
const OFTEN = {
  common: ['dist/cli/main.js', 'dist/cli/diagnostics.js'],
  running: ['dist/cli/run.js', 'dist/engine/kernel/kernel.js'],
  rows: ['dist/sinks/load.js', 'dist/formats/separated.js'],
}

/**
 * What few runs need though much of the rest refers to it, with what only these import: a file that is loaded when one of
 * them is first referred to, which must not be while the others are loaded.
 */
const SELDOM = {
  quotes: ['dist/formats/separated-line.js'],
  seldom: [
    'dist/dtd/entities.js',
    'dist/dtd/parse-doctype.js',
    'dist/engine/decode.js',
    'dist/engine/kernel/doctype.js',
    'dist/engine/kernel/faults.js',
    'dist/engine/outside.js',
    'dist/expression/aggregate.js',
    'dist/expression/expression.js',
    'dist/expression/grammar.js',
    'dist/expression/regex.js',
    'dist/formats/header.js',
    'dist/plan/joined-branches.js',
    'dist/plan/rows-run.js',
    'dist/sinks/template-parts.js',
    'dist/sketch/distinct.js',
    'dist/sketch/quantiles.js',
    'dist/spill/external-sort.js',
  ],
}

/** Packages that many runs need are joined too: to find one takes longer than to run it. Their licences go along. */
const JOINED = ['jsep', 'leven', 'papaparse']

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
          const code = withSeldomLater(withPlainExports(chunk.code))
            .replace(NOT_ASCII, escaped)
            .replace(IMPORT, 'importOutside(`')
            .replace(URL_MODULE, 'require("node:url")')
          const digest = createHash('sha256').update(code).digest('hex').slice(0, 16)
          chunk.code = `//${digest}\n(function(exports,require,module,__filename,importOutside){${code}\n})`
        }
      },
    },
    {
      name: 'licences',
      generateBundle() {
        for (const id of JOINED) {
          const file = id === 'leven' ? 'license' : 'LICENSE'
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
      includeDependenciesRecursively: false,
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
  files ??= filesOf(graph)
  return files.get(id) ?? null
}

function filesOf(graph) {
  const found = new Map()
  const seldom = new Set(absolute(Object.values(SELDOM).flat()))
  for (const [file, begins] of Object.entries({ ...OFTEN, ...SELDOM })) {
    const modules = new Set(absolute(begins))
    for (const each of modules) {
      for (const imported of graph.getModuleInfo(each)?.importedIds ?? []) {
        if (file in SELDOM || !seldom.has(imported)) modules.add(imported)
      }
    }
    for (const each of modules) if (!found.has(each)) found.set(each, file)
  }
  found.delete(resolve(command.input.cosax)) // which is a file already
  return found
}

function absolute(paths) {
  return paths.map((path) => resolve(path))
}

/** What does not change once the script has run is exported as it is: to make a getter takes ten times as long. */
function withPlainExports(code) {
  return code.replace(EXPORT, (getter, key, name) => {
    const mayChange = code.includes(`let ${name}`)
    return mayChange ? getter : `exports[${key}]=${name};`
  })
}

/** Has a file that few need loaded where something in it is first referred to, not where all begins. */
function withSeldomLater(code) {
  return Object.keys(SELDOM).reduce((changed, file) => {
    const name = `require_${file}`
    const load = `require("./${file}.cjs")`
    return changed
      .replace(`const ${name}=${load};`, `let ${name};`)
      .replaceAll(`${name}.`, `(${name}??=${load}).`)
  }, code)
}

const EXPORT =
  /Object\.defineProperty\(exports,("[^"]+"),\{enumerable:true,get:function\(\)\{return ([\w$]+)\}\}\);/g
const IMPORT = /\bimport\(`/g // as the minifier writes it
const URL_MODULE = /\brequire\("url"\)/g // what is not `node:…` may be a package, and is searched for
const NOT_ASCII = /[\u0080-\uffff]/g

function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
