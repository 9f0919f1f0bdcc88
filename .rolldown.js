// Joins the modules of the command into a few files: to find and load seventy takes longer than to read a small document.

/** What only some runs need; all else is one file. */
const SELDOM =
  /\/(?:shape\/[^/]*|infer|tree|apply-shape|survey|sinks\/text|sax[^/]*|string-tape|stand-ins|entities|namespaces|names|decode|cursor|yargs|nearest|check|kernel-check|show|help|explain|tell|color|print|stream|collect|kernel|http|zip-member|follow|expansion|tool|chunks|mapper|reshape|flatten|join|scalar|contents|element|inner-xml|jsonml|naming|place|tree-builder|named|describe-mapping)\.js$/

export default {
  input: { cosax: 'dist/cli/main.js' },
  platform: 'node',
  external: /^(?:node:|[a-z])/, // packages stay packages
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
