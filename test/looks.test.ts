// How screens look, as rules: styles of a screen are loaded when it is first opened and stay, so a name that two files
// mean differently, or that a screen wears without bringing it, looks one way on Monday and another on Tuesday.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import { describe, test } from 'node:test'

const root = join(import.meta.dirname.replaceAll('\\', '/'), '..')
const files = new Map(
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.(tsx?|css)$/.test(path))
    .sort()
    .map((path) => [path, readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]),
)

/** Pages that are apart from the desk and bring all of their looks themselves. */
const apart = /\/(pages|tablet)\.css$/
const styles = [...files].filter(([path]) => path.endsWith('.css') && !apart.test(path))

const resolved = (from: string, to: string): string =>
  to.startsWith('.') ? normalize(join(dirname(from), to)) : to.replace(/^#src\//, 'src/').replace(/^#/, 'src/')

const imports = (path: string): string[] =>
  [...(files.get(path) ?? '').replace(/^import type .*$/gm, '').matchAll(/(?:from|import) '([^']+)'/g)]
    .map(([, to]) => resolved(path, to!))
    .filter((to) => files.has(to))

/** A file and everything that comes with it. */
const withAll = (path: string): Set<string> => {
  const all = new Set([path])
  for (const one of all) for (const to of imports(one)) all.add(to)
  return all
}

const selectors = (css: string): string[] =>
  [...css.matchAll(/([^{}]+)\{/g)].flatMap(([, list]) => list!.split(',').map((one) => one.trim()))

const classes = (selector: string): string[] => [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name!)

/** The class names in `className="…"` and in the strings of `className={…}`. */
const worn = (code: string): string[] =>
  [...code.matchAll(/className=(?:"([^"]*)"|\{([^}]*)\})/g)].flatMap(([, plain, made]) =>
    (plain ?? [...made!.matchAll(/(?<![=!]= )['`]([^'`]*)['`]/g)].map(([, text]) => text).join(' '))
      .split(/[^\w-]+/)
      .filter((name) => /^[a-zA-Z]/.test(name)),
  )

describe('looks', () => {
  test('a name is given its look in one file', () => {
    const homes = new Map<string, Set<string>>()
    // What holds only on a phone or on paper may stand apart from the rest.
    for (const [path, css] of styles)
      for (const one of selectors(css.replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '')))
        if (/^\.[\w-]+$/.test(one)) homes.set(one, (homes.get(one) ?? new Set()).add(path))
    const twice = [...homes].filter(([, { size }]) => size > 1).map(([name, paths]) => [name, ...paths].join(' '))
    assert.deepEqual(twice, [])
  })

  test('a screen brings the looks that it wears', () => {
    const homes = new Map<string, string[]>()
    for (const [path, css] of styles)
      for (const name of new Set(selectors(css).flatMap(classes))) homes.set(name, [...(homes.get(name) ?? []), path])
    const always = new Set([...withAll('src/web/main.tsx'), ...withAll('src/web/shell.tsx')])
    const screens = [...files.get('src/web/screens.ts')!.matchAll(/import\('([^']+)'\)/g)].map(([, to]) =>
      resolved('src/web/screens.ts', to!),
    )
    const bare = new Set<string>()
    for (const screen of screens) {
      const all = withAll(screen)
      for (const path of all)
        if (path.endsWith('.tsx') && !always.has(path))
          for (const name of worn(files.get(path)!)) {
            const at = homes.get(name)
            if (at?.every((one) => !one.startsWith('src/web/style/') && !all.has(one) && !always.has(one)))
              bare.add(`${path} wears ${name} of ${at.join(', ')}, and ${screen} does not bring it`)
          }
    }
    assert.deepEqual([...bare], [])
  })

  test('a file of looks fits in one reading', () => {
    const lines = (path: string) => readFileSync(join(root, path), 'utf8').split('\n').length
    assert.deepEqual(
      [...files.keys()].filter((path) => path.endsWith('.css') && lines(path) > 401),
      [],
    )
  })
})
