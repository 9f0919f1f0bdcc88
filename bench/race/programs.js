// The programs of the race: how each is made ready, and what is asked of it for a task.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const said = (command, ...words) =>
  execFileSync(command, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1e8,
  }).trim()

export const TASKS = ['count', 'check', 'filter', 'select', 'convert', 'csv']

/** What a task wants to know of a corpus, as one word. */
function argument(task, { filter, select, columns }) {
  return { filter: filter.join('='), select: select.join(), csv: columns.join() }[task] ?? ''
}

const ours = (task, corpus, files) => [
  task,
  corpus.records.join(),
  argument(task, corpus),
  ...files,
]

const isNewer = (path, source) =>
  existsSync(path) && statSync(path).mtimeMs > statSync(source).mtimeMs

/** A C program of ours on a library of Debian. */
const inC = (name, library, debian) => ({
  isNative: true,
  debian: ['gcc', 'pkg-config', debian],
  words: ours,
  prepare(folder) {
    const program = join(folder, name)
    const flags = said('pkg-config', '--cflags', '--libs', library).split(/\s+/)
    if (
      !isNewer(program, here(`programs/${name}.c`)) ||
      !isNewer(program, here('programs/record.h'))
    ) {
      said('gcc', '-O2', '-o', program, here(`programs/${name}.c`), ...flags)
    }
    return { start: [program], version: said('pkg-config', '--modversion', library) }
  },
})

/** A program of ours on a package of npm, which is installed into the folder. */
const inNode = (name, version, build) => ({
  words: ours,
  prepare(folder) {
    const installed = join(folder, 'node_modules', name)
    if (!existsSync(installed)) {
      if (!existsSync(join(folder, 'package.json')))
        writeFileSync(join(folder, 'package.json'), '{"private":true}')
      said(
        'npm',
        'install',
        '--silent',
        '--ignore-scripts',
        '--prefix',
        folder,
        `${name}@${version}`,
      )
    }
    build?.(installed)
    return {
      start: ['env', `RACE_PACKAGES=${folder}`, process.execPath, here(`programs/${name}.js`)],
      version: JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).version,
    }
  },
})

/** node-expat is C++, and the package holds a build for macOS: it is compiled against the headers of the node that runs. */
function buildExpat(installed) {
  const built = join(installed, '.built')
  if (existsSync(built)) return
  const node = dirname(dirname(process.execPath))
  execFileSync('npx', ['--yes', 'node-gyp', 'rebuild', `--nodedir=${node}`], {
    cwd: installed,
    stdio: 'pipe',
  })
  writeFileSync(built, '')
}

const inPython = (script, debian, version, more) => ({
  words: ours,
  debian,
  prepare() {
    const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
    return { start: [python, here(`programs/${script}`)], version: said(python, '-c', version) }
  },
  ...more,
})

const COSAX = {
  count: () => ['--count'],
  check: () => [],
  filter: ({ filter }) => ['--filter', filter.join('=')],
  select: ({ select }) => ['--select', select.join()],
  convert: () => [],
  csv: ({ columns }) => ['--select', columns.join(), '--format', 'csv'],
}

export const PROGRAMS = {
  cosax: {
    words: (task, corpus, files) => [
      ...(task === 'check' ? ['check', ...files] : [...files, '-r', corpus.records.join('|')]),
      ...COSAX[task](corpus),
      ...(task === 'check' ? [] : ['-j', '1']), // one thread, as all others have
    ],
    prepare() {
      const { version } = JSON.parse(readFileSync(here('../../package.json'), 'utf8'))
      return { start: [process.execPath, here('../../bin/cosax.js')], version }
    },
  },
  libxml2: inC('libxml2', 'libxml-2.0', 'libxml2-dev'),
  expat: inC('expat', 'expat', 'libexpat1-dev'),
  'quick-xml': {
    isNative: true,
    debian: ['librust-quick-xml-dev', 'cargo'],
    words: ours,
    prepare(folder) {
      const crate = join(folder, 'quick-xml')
      const program = join(crate, 'target/release/race')
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of dpkg-query
      const version = said('dpkg-query', '-W', '-f', '${Version}', 'librust-quick-xml-dev').split(
        '-',
      )[0]
      if (!isNewer(program, here('programs/quick-xml.rs'))) {
        mkdirSync(join(crate, '.cargo'), { recursive: true })
        writeFileSync(
          join(crate, '.cargo/config.toml'),
          '[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "/usr/share/cargo/registry"\n',
        )
        writeFileSync(
          join(crate, 'Cargo.toml'),
          `[package]\nname = "race"\nversion = "0.0.0"\nedition = "2021"\n[[bin]]\nname = "race"\npath = "main.rs"\n` +
            `[dependencies]\nquick-xml = "*"\n[profile.release]\nlto = true\ncodegen-units = 1\npanic = "abort"\n`,
        )
        cpSync(here('programs/quick-xml.rs'), join(crate, 'main.rs'))
        execFileSync('cargo', ['build', '--release', '--offline', '--quiet'], {
          cwd: crate,
          stdio: 'pipe',
        })
      }
      return { start: [program], version }
    },
  },
  saxes: inNode('saxes', '6.0.0'),
  sax: inNode('sax', '1.6.1'),
  htmlparser2: inNode('htmlparser2', '12.0.0'),
  ltx: inNode('ltx', '3.1.2'),
  'node-expat': inNode('node-expat', '2.4.1', buildExpat),
  xmllint: {
    debian: ['libxml2-utils'],
    tasks: ['check'],
    words: (_task, _corpus, files) => files,
    prepare: () => ({
      start: ['xmllint', '--stream', '--huge', '--noout'],
      version: execFileSync('sh', ['-c', 'xmllint --version 2>&1'], { encoding: 'utf8' }).match(
        /version (\d+)/,
      )[1],
    }),
  },
  xmlstarlet: {
    debian: ['xmlstarlet'],
    tasks: ['count', 'check'],
    isForOneFile: true, // it prints a count for each
    words: (task, { records }, files) =>
      task === 'check'
        ? ['val', '-w', '-q', ...files]
        : [
            'sel',
            '-t',
            '-v',
            `count(//*[${records.map((name) => `local-name()='${name}'`).join(' or ')}])`,
            ...files,
          ],
    prepare: () => ({
      start: ['xmlstarlet'],
      version: said('xmlstarlet', '--version').split('\n')[0],
    }),
  },
  iterparse: inPython(
    'iterparse.py',
    ['python3'],
    'import platform; print(platform.python_version())',
  ),
  xmltodict: inPython(
    'xmltodict_records.py',
    ['python3-xmltodict'],
    'import xmltodict; print(xmltodict.__version__)',
    {
      corpora: ['buses', 'wiki', 'osm', 'dblp', 'se'], // all records must be of one depth
    },
  ),
}
