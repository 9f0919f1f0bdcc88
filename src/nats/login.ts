// Finds how a client of a NATS server says who it is, and whom it trusts: in the address, or in the environment.

import { readFileSync } from 'node:fs'
import { reasonOf, UsageError } from '../core/errors.ts'
import type { NatsAddress } from './address.ts'

/** The environment, where the address says nothing: the names that the program `nats` has for them. */
export const VARIABLES = {
  user: 'NATS_USER',
  password: 'NATS_PASSWORD',
  token: 'NATS_TOKEN',
  creds: 'NATS_CREDS',
  nkey: 'NATS_NKEY',
  ca: 'NATS_CA',
  cert: 'NATS_CERT',
  key: 'NATS_KEY',
} as const

export type Identity =
  | { by: 'nothing' }
  | { by: 'password'; user: string; password: string }
  | { by: 'token'; token: string }
  /** The text of a file: of credentials, or of a seed. */
  | { by: 'creds' | 'nkey'; text: Buffer }

export interface TrustFiles {
  caFile?: string
  certFile?: string
  keyFile?: string
}

/** @throws UsageError when a file cannot be read, or what was left out is nowhere. */
export function identityOf(
  { login, parameters, shown }: NatsAddress,
  environment: NodeJS.ProcessEnv = process.env,
): Identity {
  const inFile = (by: 'creds' | 'nkey', path: string): Identity => ({
    by,
    text: readNamed(path, shown),
  })
  for (const by of ['creds', 'nkey'] as const) {
    const path = parameters.get(by)
    if (path !== undefined) return inFile(by, path)
  }
  if (typeof login === 'object') {
    return 'token' in login ? { by: 'token', ...login } : { by: 'password', ...login }
  }
  for (const by of ['creds', 'nkey'] as const) {
    const path = environment[VARIABLES[by]]
    if (path) return inFile(by, path)
  }
  const token = environment[VARIABLES.token]
  if (token) return { by: 'token', token }
  const user = environment[VARIABLES.user]
  if (user) return { by: 'password', user, password: environment[VARIABLES.password] ?? '' }
  if (login === undefined) return { by: 'nothing' }
  const names = `${VARIABLES.user} and ${VARIABLES.password}, ${VARIABLES.token} or ${VARIABLES.creds}`
  throw new UsageError(`${shown}: the password is left out here: set ${names}`)
}

/** @throws UsageError when one of the files cannot be read. */
export function trustOf(
  { isTls, parameters, shown }: NatsAddress,
  environment: NodeJS.ProcessEnv = process.env,
): TrustFiles | undefined {
  const files: TrustFiles = {}
  for (const name of ['ca', 'cert', 'key'] as const) {
    const path = parameters.get(name) ?? (environment[VARIABLES[name]] || undefined)
    if (path === undefined) continue
    readNamed(path, shown)
    files[`${name}File`] = path
  }
  return isTls || Object.keys(files).length > 0 ? files : undefined
}

function readNamed(path: string, shown: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UsageError(`${shown}: ${path}: ${reasonOf(error)}`)
  }
}
