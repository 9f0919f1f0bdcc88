// Joins the modules of the command into a few files: to find and load seventy takes longer than to read a small document.

import { readFileSync } from 'node:fs'

/** What only some runs need; all else is one file. */
const SELDOM =
  /\/(?:shape\/[^/]*|infer|tree|hints|forgotten-quotes|help-topic|guard|guarded|apply-shape|plan-file|survey|sinks\/text|sax[^/]*|string-tape|stand-ins|entities|namespaces|names|decode|cursor|yargs|check|kernel-check|show|help|explain|tell|color|print|stream|collect|kernel|http|http-body|zip|zip-member|follow|expansion|expand|pieces|gzip|zstd|tool|chunks|load|encoded|named|gathered|member-writer|node-gzip|node-zstd|zstd-writer|pack|part|parts|below|continuation|written-file|json|separated|separated-line|header|table|xml|columns|cell|parquet|arrow|sqlite|columnar|row-group|schema|mapper|reshape|flatten|join|scalar|contents|element|inner-xml|jsonml|naming|place|tree-builder|describe-mapping|resumption|landmarks|tolerance|explained|file-kinds|left-out|meter|report|progress\/[a-z]+|quantities|version|complete\/[a-z-]+|completion|shells\/[a-z]+|man|status-line)\.js$/

/** Packages that every run needs are joined too: to find one takes longer than to run it. Their licences go along. */
const JOINED = ['jsep', 'leven']

export default {
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
      groups: [{ name: 'common', test: (id) => !SELDOM.test(id) && !id.endsWith('main.js') }],
    },
  },
  logLevel: 'warn',
}
