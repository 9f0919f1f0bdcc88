// Loads the scripts of the build, and keeps what V8 has compiled of them for the next process: to compile them takes
// longer than to read a small document. That stands in a folder of the user's, and may be missing or stale.

const fs = require('node:fs')
const { homedir } = require('node:os')
const { dirname, join } = require('node:path')
const { Script } = require('node:vm')

const BUILD = join(__dirname, '../dist')
const SOON = [50, 500] // ms after which most is compiled: on a fast machine, on any, unless the process ends before
const DIGEST = 2 + 16 // characters at the beginning of each script: the build puts them there

const folder = folderOfUser()
const loaded = new Map()
let flags // of V8, when the first script was new: what is compiled under others would be refused

/** The exports of a script, named by its place in the build. */
function load(place) {
  const known = loaded.get(place)
  if (known) return known.module.exports
  const module = { exports: {} }
  const filename = join(BUILD, place)
  const source = fs.readFileSync(filename, 'latin1') // the build leaves nothing but ASCII in it
  const digest = source.slice(0, DIGEST)
  const cachedData = compiledBefore(place, digest)
  const script = new Script(source, { filename, cachedData })
  const isNew = cachedData === undefined || script.cachedDataRejected
  if (isNew) flags ??= signature()
  loaded.set(place, { module, script, digest, isNew })
  const run = script.runInThisContext()
  run(module.exports, requireFrom(place, filename), module, filename, importOutside)
  return module.exports
}

const importOutside = (name) => import(name)

function requireFrom(place, filename) {
  let outside
  return (name) => {
    if (name.startsWith('./')) return load(join(dirname(place), name))
    if (name.startsWith('node:')) return require(name)
    outside ??= process.getBuiltinModule('node:module').createRequire(filename)
    return outside(name)
  }
}

/** Keeps what is compiled when most of it is; answers with what does so at the end of the process, if that is sooner. */
function keepSoon() {
  const timers = SOON.map((after, i) => {
    const timer = setTimeout(keep, after, i === SOON.length - 1)
    timer.unref()
    return timer
  })
  return () => {
    timers.forEach(clearTimeout)
    keep(true)
  }
}

function keep(isLast) {
  const scripts = [...loaded]
  // a script that was new has had others compile more of what they have
  if (!folder || !scripts.some(([, { isNew }]) => isNew) || !signature().equals(flags)) return
  try {
    for (const [place, { script, digest }] of scripts)
      write(place, digest, script.createCachedData())
  } catch {
    // a folder that cannot be written to costs time, no more
  }
  if (isLast) for (const [, known] of scripts) known.isNew = false
}

/** What V8 says of the same script is other when its flags are, which it takes no compiled script from then. */
function signature() {
  return new Script('0').createCachedData()
}

function compiledBefore(place, digest) {
  if (!folder) return undefined
  try {
    const descriptor = fs.openSync(pathOf(place), 'r')
    try {
      const { uid, mode } = fs.fstatSync(descriptor)
      // what another user may write is not run
      if (process.getuid && (uid !== process.getuid() || mode & 0o022)) return undefined
      const bytes = fs.readFileSync(descriptor)
      return bytes.latin1Slice(0, DIGEST) === digest ? bytes.subarray(DIGEST) : undefined
    } finally {
      fs.closeSync(descriptor)
    }
  } catch {
    return undefined
  }
}

function write(place, digest, compiled) {
  const path = pathOf(place)
  const temporary = `${path}.${process.pid}`
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const descriptor = fs.openSync(temporary, 'wx', 0o600)
  try {
    fs.writeSync(descriptor, Buffer.concat([Buffer.from(digest, 'latin1'), compiled]))
    fs.fsyncSync(descriptor)
    fs.renameSync(temporary, path)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw error
  } finally {
    fs.closeSync(descriptor)
  }
}

function pathOf(place) {
  return join(folder, `${place.replace(/\W/g, '-')}.bin`)
}

/** Where it is kept, unless the variable of Node that is for that says no. */
function folderOfUser() {
  const { NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (NODE_DISABLE_COMPILE_CACHE) return undefined
  const caches =
    XDG_CACHE_HOME ||
    (process.platform === 'darwin' && join(homedir(), 'Library/Caches')) ||
    (process.platform === 'win32' && LOCALAPPDATA) ||
    join(homedir(), '.cache')
  return join(caches, 'cosax', `node-${process.version}-${process.arch}`)
}

module.exports = { keepSoon, load }
