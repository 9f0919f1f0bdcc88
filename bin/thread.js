// A thread that runs the script of its first argument.

const { keepSoon, load } = require('./load.js')

load(process.argv[2])
keepSoon()
