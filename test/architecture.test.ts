// The plan of the house as a test: who may know whom, and what nobody does.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Db, openDatabase } from '#engine/database.ts'
import { migrate } from '#engine/migrate.ts'
import type { Endpoint } from '#kernel/contract.ts'
import { contracts } from '#src/contracts.ts'
import { invariants } from '#src/invariants.ts'
import { lifecycles } from '#src/lifecycles.ts'
import { modules } from '#src/modules.ts'
import { matrix, scopes } from '#src/permissions.ts'
import { freshDatabase } from './desk.ts'

const root = join(import.meta.dirname.replaceAll('\\', '/'), '..')

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean }
type Source = {
  readonly path: string
  readonly text: string
  readonly code: string
  readonly imports: readonly Import[]
}

/** Without comments, so that they may speak of what code must not do. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, '')

const resolved = (path: string, target: string): string => {
  if (target.startsWith('.')) return normalize(join(dirname(path), target))
  if (target.startsWith('#src/')) return target.replace('#src/', 'src/')
  return target.startsWith('#') ? `src/${target.slice(1)}` : target
}

const importsOf = (path: string, code: string): Import[] => [
  ...[...code.matchAll(/^(?:import|export) (type )?(?:[^'";]*? from )?'([^']+)'/gms)].map(([, typeOnly, to]) => ({
    from: path,
    to: resolved(path, to!),
    typeOnly: typeOnly !== undefined,
  })),
  ...[...code.matchAll(/\bimport\('([^']+)'\)/g)].map(([, to]) => ({
    from: path,
    to: resolved(path, to!),
    typeOnly: false,
  })),
]

const read = (folder: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/\.gen\.ts$|\.d\.ts$/.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      const code = withoutComments(text)
      return { path, text, code, imports: importsOf(path, code) }
    })

const sources = read('src')
const product = sources.filter(({ path }) => !path.includes('.test.'))
const named = new Map(product.map((source) => [source.path, source]))
const none = (found: readonly string[], rule: string) => assert.deepEqual(found, [], rule)

const order = modules.map(({ name }) => name)
const moduleOf = (path: string) => /^src\/modules\/([^/]+)\//.exec(path)?.[1]
const isScreen = (path: string) => path.startsWith('src/web/') || /\/(screens|pages)\//.test(path)
const onlyServer = (path: string) =>
  path.startsWith('src/engine/') || /^src\/modules\/[^/]+\/(commands|queries|reactions|module)\.ts$/.test(path)

/** Which parts of the house may be named from which; a module's own order comes below. */
const mayName: readonly (readonly [part: RegExp, may: RegExp])[] = [
  [/^src\/kernel\//, /^src\/kernel\//],
  [/^src\/(permissions|scopes|standards)\.ts$/, /^src\/kernel\/|^src\/scopes\.ts$/],
  [/^src\/engine\//, /^src\/(kernel|engine)\/|^src\/(permissions|scopes|standards)\.ts$/],
  [
    /^src\/modules\/[^/]+\/(screens|pages)\//,
    /^src\/(kernel|modules|web)\/|^src\/(permissions|scopes|standards|contracts|lifecycles)\.ts$/,
  ],
  [/^src\/modules\//, /^src\/(kernel|engine|modules)\/|^src\/(permissions|scopes|standards)\.ts$/],
  [/^src\/web\//, /^src\/(kernel|modules|web)\/|^src\/(permissions|scopes|standards|contracts)\.ts$/],
  [/^src\/(modules|contracts|lifecycles)\.ts$/, /^src\/(kernel|engine|modules)\//],
  [/^src\/invariants\.ts$/, /^src\/(kernel|engine)\/|\/invariants\.ts$|^src\/lifecycles\.ts$/],
]

describe('who may know whom', () => {
  test('every part of the house names only what it stands on', () => {
    none(
      product.flatMap(({ path, imports }) => {
        const rule = mayName.find(([part]) => part.test(path))
        return imports
          .filter(({ to }) => rule && to.startsWith('src/') && !rule[1].test(to))
          .map(({ to }) => `${path} → ${to}`)
      }),
      'kernel ◄ engine ◄ modules ◄ main',
    )
  })

  test('a module uses earlier ones and never mentions later ones', () => {
    none(
      product.flatMap(({ path, imports }) =>
        imports
          .filter(({ to }) => moduleOf(path) && moduleOf(to))
          .filter(({ to }) => order.indexOf(moduleOf(to)!) > order.indexOf(moduleOf(path)!))
          .map(({ to }) => `${path} → ${to}`),
      ),
      order.join(' ◄ '),
    )
  })

  test('screens never reach the engine or a command, not even through others', () => {
    const reached = new Map<string, string>()
    const walk = (path: string, by: string) => {
      if (reached.has(path)) return
      reached.set(path, by)
      for (const { to, typeOnly } of named.get(path)?.imports ?? []) if (!typeOnly) walk(to, path)
    }
    for (const { path } of product) if (isScreen(path)) walk(path, '')
    none(
      [...reached].filter(([path]) => onlyServer(path)).map(([path, by]) => `${by} → ${path}`),
      'the browser would get what only the server may have',
    )
  })
})

/** What is forbidden, where it is allowed all the same, and why. */
const never: readonly { what: string; pattern: RegExp; except: RegExp; because: string }[] = [
  {
    what: 'asks the machine for the time',
    pattern: /\bDate\.now\(|new Date\(\)|(?<![.\w])now\(\)|current_timestamp|performance\.timeOrigin/,
    // The clock itself; file ages and process starts of the database's folder; the browser, which shows and never decides.
    except: /^src\/engine\/clock\.ts$|^src\/engine\/postgres\/|^src\/web\/|\/screens\//,
    because: 'tests hold the one clock',
  },
  {
    what: 'starts other programs',
    pattern: /child_process/,
    // The speech engine that the operator names in the environment gets the text as one word, without a shell.
    except: /^src\/engine\/(postgres\/|outside\/voice\/speech\.ts$)|^src\/(cli|print)\//,
    because: 'no text of a user ever comes near a command line',
  },
  {
    what: 'writes markup past React',
    pattern: /dangerouslySetInnerHTML|innerHTML/,
    except: /^$/,
    because: 'what people wrote is shown and never run',
  },
  {
    what: 'runs text as code',
    pattern: /\beval\(|new Function\(/,
    except: /^$/,
    because: 'the content security policy forbids it',
  },
  {
    what: 'turns a check off',
    pattern: /@ts-(ignore|nocheck|expect-error)/,
    except: /^$/,
    because: 'a type error is an error',
  },
]

describe('what nobody does', () => {
  for (const { what, pattern, except, because } of never)
    test(`no file ${what}`, () => {
      none(
        product
          .filter(({ path }) => !except.test(path))
          .flatMap(({ path, code }) =>
            code.split('\n').flatMap((line) => (pattern.test(line) ? [`${path}: ${line.trim()}`] : [])),
          ),
        because,
      )
    })

  test('every file opens with a sentence that says what it is for', () => {
    none(
      [...sources, ...read('test')].filter(({ text }) => !/^(\/\/|\/\*\*?) ?\S/.test(text)).map(({ path }) => path),
      'a reader asks first what a file is for',
    )
  })

  test('every file fits in one reading', () => {
    // Shapes are tables: they are looked up, not read.
    const tables = /\/contract\.ts$|\/content\/|^src\/(permissions|standards)\.ts$/
    none(
      [...sources, ...read('test')]
        .filter(({ path }) => !tables.test(path))
        .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
        // A test is read story by story.
        .filter(({ path, lines }) => lines > (path.includes('.test.') ? 500 : 350))
        .map(({ path, lines }) => `${path}: ${lines}`),
      'about 300 lines; a longer one is two',
    )
  })
})

const endpoints = Object.entries(contracts as unknown as Record<string, Record<string, Endpoint>>).flatMap(
  ([noun, all]) => Object.entries(all).map(([key, endpoint]) => ({ name: `${noun}.${key}`, endpoint })),
)
const verbs = new Set(Object.keys(matrix))

describe('the tables agree', () => {
  let db: Db
  let end = async () => {}
  before(async () => {
    const database = await freshDatabase()
    const opened = openDatabase(database.url, 1)
    db = opened.db
    end = () => opened.close().then(database.drop)
    await migrate(db)
  })
  after(() => end())

  test('every endpoint has a line in the permission matrix', () => {
    none(
      endpoints
        .filter(({ endpoint }) => !verbs.has(endpoint.verb))
        .map(({ name, endpoint }) => `${name}: ${endpoint.verb}`),
      'no handler without a policy',
    )
  })

  test('every endpoint is served by exactly one handler, and nothing else is served', () => {
    const served = modules.flatMap(({ handlers = [] }) => handlers.map(({ endpoint }) => endpoint))
    const count = (endpoint: Endpoint) => served.filter((it) => it === endpoint).length
    none(
      endpoints
        .filter(({ endpoint }) => count(endpoint) !== 1)
        .map(({ name, endpoint }) => `${name}: ${count(endpoint)}`),
      'promised in a contract',
    )
    const promised = new Set(endpoints.map(({ endpoint }) => endpoint))
    none(
      served.filter((it) => !promised.has(it)).map(({ path }) => path),
      'served without being in contracts.ts',
    )
  })

  test('every list that is shown page by page can be had as a table, or says why not', () => {
    const told = new Set(modules.flatMap(({ tables = [] }) => tables.map(({ endpoint }) => endpoint)))
    const isList = ({ reply }: Endpoint) => {
      const shape = (reply as { shape?: object } | undefined)?.shape
      return shape !== undefined && 'rows' in shape && 'next' in shape
    }
    none(
      endpoints.filter(({ endpoint }) => isList(endpoint) && !told.has(endpoint)).map(({ name }) => name),
      'tableOf or noTable in the module’s tables.ts',
    )
  })

  test('the walls of a list are asked by a verb of the table that they guard', () => {
    const nounOf = new Map(lifecycles.map(({ noun, table }) => [table, noun]))
    none(
      modules
        .flatMap(({ tables = [] }) => tables)
        .flatMap((list) => {
          const { table, verb = list.endpoint.verb } = ('guard' in list && list.guard) || { table: '' }
          const noun = nounOf.get(table)
          return noun && !verb.startsWith(`${noun}.`) ? [`${list.endpoint.path}: ${verb} of ${table}`] : []
        }),
      'name the verb in its guard',
    )
  })

  test('every list that can be had as a table has the sign for it on a screen that shows it', () => {
    const nameOf = (endpoint: Endpoint) => endpoints.find((one) => one.endpoint === endpoint)!.name
    const tables = modules.flatMap(({ tables = [] }) =>
      tables.filter((table) => 'columns' in table).map(({ endpoint }) => nameOf(endpoint)),
    )
    const count = (code: string, what: RegExp) => (code.match(what) ?? []).length
    const offered = product
      .filter(({ path }) => isScreen(path))
      .flatMap(({ code }) => {
        const shown = new Set(
          [...code.matchAll(/useAskPages\(\s*api\.(\w+\.\w+)/g)]
            .map(([, name]) => name!)
            .filter((name) => tables.includes(name)),
        )
        // `Records` brings the sign along; `asks` is handed to the part of the screen that has it.
        return count(code, /<Records\b|<ExportButton\b|\basks=\{/g) >= shown.size ? [...shown] : []
      })
    none(
      // Who helps with a matter stands in the matter; their list is asked by programs alone.
      tables.filter((name) => name !== 'assists.list' && !offered.includes(name)),
      'an ExportButton beside the list',
    )
  })

  test('every verb of a lifecycle has a line in the matrix', () => {
    none(
      lifecycles.flatMap(({ noun, acts }) =>
        acts.map(([verb]) => `${noun}.${verb}`).filter((verb) => !verbs.has(verb)),
      ),
      'a button that nobody may press',
    )
  })

  test('every lifecycle that a module declares is among them', () => {
    const declared = product.flatMap(({ path, code }) =>
      path.startsWith('src/modules/') ? [...code.matchAll(/noun: '(\w+)',\s*title/g)].map(([, noun]) => noun!) : [],
    )
    assert.deepEqual(declared.sort(), lifecycles.map(({ noun }) => noun).sort())
  })

  test('every cell of the matrix names a scope of its noun', () => {
    none(
      Object.entries(matrix).flatMap(([verb, cells]) => {
        const named = scopes[verb.split('.')[0] as keyof typeof scopes]
        return cells.filter((cell) => cell !== '-' && !(cell in named)).map((cell) => `${verb}: ${cell}`)
      }),
      'src/scopes.ts',
    )
  })

  test('the database admits the states of a lifecycle and no others', async () => {
    for (const { table, states } of lifecycles) {
      const { rows } = await sql<{ definition: string }>`
        select pg_get_constraintdef(oid) as definition from pg_constraint
        where conrelid = ${table}::regclass and contype = 'c' and pg_get_constraintdef(oid) like 'CHECK ((status = ANY%'`.execute(
        db,
      )
      const admitted = [...(rows[0]?.definition ?? '').matchAll(/'([^']+)'::text/g)].map(([, state]) => state)
      assert.deepEqual(admitted.sort(), Object.keys(states).sort(), table)
    }
  })

  test('every table has a primary key, by which a backup orders its rows', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`.execute(
      db,
    )
    none(
      rows.map(({ name }) => name),
      'copy … order by',
    )
  })

  test('every invariant can be asked', async () => {
    for (const { broken } of invariants) await sql`select count(*) from (${sql.raw(broken)}) b`.execute(db)
  })
})
