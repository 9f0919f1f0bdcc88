// Joins the modules of the command into a few files: to find and load seventy takes longer than to read a small document.

export default {
  input: { cosax: 'dist/cli/main.js' },
  platform: 'node',
  external: /^(?:node:|[a-z])/, // packages stay packages
  output: { dir: 'dist/bundle', format: 'es', chunkFileNames: '[name].js' },
  logLevel: 'warn',
}
