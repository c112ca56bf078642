// What the database is told at its start: sizes, durability, who may come in, and what its log may say.
import { chownSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { namesFor, type Place } from './place.ts'

/** Where the database listens: a socket in a closed folder, or a port of this machine. */
export type Door = { readonly socket: string; readonly port: 5432 } | { readonly socket: null; readonly port: number }

/**
 * Where the hospital's own tools on other machines come in (docs/operations.md): an address of this machine on port 5432,
 * from these addresses and networks, over TLS with this certificate and key (PEM), as readers of the open data and nobody else.
 */
export type OpenDoor = {
  readonly address: string
  readonly from: readonly string[]
  readonly cert: string
  readonly key: string
}

const gigabyte = 1024 ** 3

const memory = () => Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

/** Containers often give 64 MB of shared memory, on which parallel queries break: then plain files are used. */
const hasSharedMemory = () => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize >= gigabyte / 4
  } catch {
    return false
  }
}

const certificate = 'open-data.crt'
const privateKey = 'open-data.key'

/** What a door to other machines asks for: encryption, and little patience with those who knock and say nothing. */
const openSettings = {
  ssl: 'on',
  ssl_cert_file: certificate,
  ssl_key_file: privateKey,
  ssl_min_protocol_version: 'TLSv1.2',
  authentication_timeout: '10s',
}

/** The settings of the database; `extra` wins. Lasting changes by hand are made with ALTER SYSTEM, which wins over all. */
export const settingsFor = (
  place: Place,
  door: Door,
  fsync: boolean,
  extra: Record<string, string> = {},
  open?: OpenDoor | undefined,
) => ({
  cluster_name: 'huiyin',
  // Says to whoever asks that it is this one, and no server of the hospital's own.
  'huiyin.bundled': 'on',
  listen_addresses: [...(door.socket ? [] : ['127.0.0.1']), ...(open ? [open.address] : [])].join(','),
  ...(open ? openSettings : {}),
  port: String(door.port),
  unix_socket_directories: door.socket ?? '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: memory() >= 4 * gigabyte ? '256MB' : '128MB',
  ...(process.platform === 'linux' && { dynamic_shared_memory_type: hasSharedMemory() ? 'posix' : 'mmap' }),
  jit: 'off',
  wal_compression: 'on',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  fsync: fsync ? 'on' : 'off',
  full_page_writes: fsync ? 'on' : 'off',
  synchronous_commit: 'on',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  default_text_search_config: 'pg_catalog.simple',
  logging_collector: 'on',
  log_directory: place.log,
  log_filename: 'postgres-%Y%m%d-%H%M%S.log',
  log_rotation_size: '10MB',
  log_rotation_age: '0',
  log_line_prefix: '%m [%p] %q%a ',
  log_min_duration_statement: '1s',
  // Patients stand in the values: neither parameters nor the DETAIL of an error ("Key (phone)=(138…)") is written down.
  log_parameter_max_length: '0',
  log_error_verbosity: 'terse',
  ...extra,
})

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`

/** An address as a network of one. */
const network = (text: string): string => (text.includes('/') ? text : `${text}/${isIP(text) === 4 ? 32 : 128}`)

const write = (place: Place, name: string, lines: readonly string[]) => {
  const file = path.join(place.data, name)
  const draft = `${file}.new`
  rmSync(draft, { force: true })
  writeFileSync(draft, `${lines.join('\n')}\n`, { flag: 'wx', mode: 0o600 })
  if (place.user) chownSync(draft, place.user.uid, place.user.gid)
  renameSync(draft, file)
}

/**
 * Writes the configuration files anew before each start, so that they always fit the program that starts it.
 * Over the socket only the operating-system user of this program and root come in (as whichever role); over the port a password is needed.
 */
export const writeConfiguration = (
  place: Place,
  door: Door,
  settings: Record<string, string>,
  open?: OpenDoor | undefined,
): void => {
  const head = '# Written anew at each start. To change a setting for good use ALTER SYSTEM.'
  write(place, 'postgresql.conf', [
    head,
    ...Object.entries(settings).map(([name, value]) => `${name} = ${quoted(value)}`),
  ])
  const way = door.socket ? 'local all all peer map=huiyin' : 'host all all 127.0.0.1/32 scram-sha-256'
  // By TCP from elsewhere only readers of the open data (exports/roles.ts) come in, and only encrypted.
  const readers = (open?.from ?? []).map(
    (from) => `hostssl huiyin "/^huiyin_bi_[0-9a-f]{12}$" ${network(from)} scram-sha-256`,
  )
  write(place, 'pg_hba.conf', [head, way, ...readers])
  if (open) {
    write(place, certificate, [open.cert])
    write(place, privateKey, [open.key])
  } else for (const name of [certificate, privateKey]) rmSync(path.join(place.data, name), { force: true })
  const names = door.socket ? namesFor(place.user) : []
  write(place, 'pg_ident.conf', [head, ...names.map((name) => `huiyin "${name}" all`)])
}
