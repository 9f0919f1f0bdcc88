// Provides colours, for terminals that show them.

import chalk, { Chalk, chalkStderr } from 'chalk'

// https://no-color.org, which the library leaves to us
const { NO_COLOR, FORCE_COLOR } = process.env
const isPlain = Boolean(NO_COLOR) && !FORCE_COLOR
const stdout = isPlain ? new Chalk({ level: 0 }) : chalk
const stderr = isPlain ? new Chalk({ level: 0 }) : chalkStderr

export const heading: (text: string) => string = (text) => stdout.bold(text)
export const name: (text: string) => string = (text) => stdout.cyan(text)
export const attribute: (text: string) => string = (text) => stdout.yellow(text)
export const quiet: (text: string) => string = (text) => stdout.dim(text)
export const failure: (text: string) => string = (text) => stderr.red(text)
export const hint: (text: string) => string = (text) => stderr.yellow(text)
