// Provides builds of the kernel that are not shipped; each is made when a test first asks for it after a change.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { KernelBuild } from '../../../src/engine/wasm.ts'

const SOURCES = 'src/kernel'
const BUILDS = 'node_modules/.cache/kernel'

/** The build that `asconfig.json` names so, which may ask for more than its host. */
export function kernelBuild(target: string, imports?: KernelBuild['imports']): KernelBuild {
  const config = ['--config', `${SOURCES}/asconfig.json`, '--target', target]
  return new KernelBuild(pathToFileURL(compile(target, config)).href, imports)
}

/** The file that the compiler makes of the sources. */
export function compile(name: string, options: string[]): string {
  const file = `${BUILDS}/${name}.wasm`
  const changed = Math.max(
    ...readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).map((name) =>
      changedAt(`${SOURCES}/${name}`),
    ),
  )
  if (changedAt(file) <= changed) {
    mkdirSync(BUILDS, { recursive: true })
    const made = `${BUILDS}/${name}-${process.pid}.wasm` // others may be making it too
    const asc = ['node_modules/assemblyscript/bin/asc.js', ...options, '--outFile', made]
    execFileSync(process.execPath, asc)
    renameSync(made, file)
  }
  return file
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
