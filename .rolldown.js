// Joins the modules of the command into a few files: to find and load seventy takes longer than to read a small document.

/** What only some runs need; all else is one file. */
const SELDOM =
  /\/(?:sax[^/]*|string-tape|stand-ins|entities|namespaces|names|decode|cursor|yargs|nearest|check|kernel-check|show|help|explain|table|meter|report|progress\/[a-z]+|quantities|version|complete\/[a-z-]+|completion|shells\/[a-z]+|man|status-line|tell|color|print|stream|collect|kernel|http|zip-member|follow|expansion|tool|chunks)\.js$/

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
