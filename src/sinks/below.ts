// Makes the folders of a path that values have a part in, below the folder that the user wrote: no link is followed there.

import { lstatSync, mkdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { OutputError } from '../core/errors.ts'

/**
 * Makes what is missing of the folders of a file, and answers with what was made, outer ones first.
 *
 * @throws OutputError when a folder below the base, or the file, is a symbolic link: it could lead anywhere.
 */
export function makeFoldersBelow(base: string, file: string): string[] {
  const made = makeFolders(resolve(base))
  let place = resolve(base)
  for (const name of relative(place, dirname(resolve(file))).split(sep)) {
    if (name === '') continue
    place = join(place, name)
    if (kindOf(place) === undefined) {
      mkdirSync(place)
      made.push(place)
    }
  }
  kindOf(resolve(file))
  return made
}

function kindOf(path: string): 'there' | undefined {
  const known = lstatSync(path, { throwIfNoEntry: false })
  if (!known?.isSymbolicLink()) return known && 'there'
  throw new OutputError(
    `${relative('', path)} is a symbolic link, which values of fields are not led through`,
  )
}

function makeFolders(path: string): string[] {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined) return []
  const made = [path]
  for (let folder = path; folder !== first && folder !== dirname(folder); ) {
    folder = dirname(folder)
    made.unshift(folder)
  }
  return made
}
