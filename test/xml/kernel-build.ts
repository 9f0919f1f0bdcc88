// Provides builds of the kernel that are not shipped; each is made when a test first asks for it after a change.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { KernelBuild } from '../../src/xml/wasm.ts'

const SOURCES = 'src/kernel'
const BUILDS = 'node_modules/.cache/kernel'

/** The build that `asconfig.json` names so. */
export function kernelBuild(target: string): KernelBuild {
  const file = `${BUILDS}/${target}.wasm`
  const changed = Math.max(...readdirSync(SOURCES).map((name) => changedAt(`${SOURCES}/${name}`)))
  if (changedAt(file) <= changed) {
    mkdirSync(BUILDS, { recursive: true })
    const made = `${BUILDS}/${target}-${process.pid}.wasm` // others may be making it too
    const asc = ['node_modules/assemblyscript/bin/asc.js', '--config', `${SOURCES}/asconfig.json`]
    execFileSync(process.execPath, [...asc, '--target', target, '--outFile', made])
    renameSync(made, file)
  }
  return new KernelBuild(pathToFileURL(file))
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
