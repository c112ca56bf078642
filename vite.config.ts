// How the screens are built for the browser: `vite build` → dist/web, compressed beside each file.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, runnerImport } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const aliases = [
  { find: '#kernel', replacement: at('./src/kernel') },
  { find: '#modules', replacement: at('./src/modules') },
  { find: '#web', replacement: at('./src/web') },
  { find: '#src', replacement: at('./src') },
]

/**
 * The browser needs the address and the verb of every endpoint but not the shapes, which the server checks: the contracts
 * are read once here and handed over as data. That spares 30 kB of script.
 */
const addresses = (): Plugin => ({
  name: 'huiyin-addresses',
  enforce: 'pre',
  async load(id) {
    if (id.split('?')[0] !== at('./src/contracts.ts')) return null
    const { module } = await runnerImport<{ contracts: Record<string, Record<string, Record<string, unknown>>> }>(id, {
      configFile: false,
      resolve: { alias: aliases },
    })
    const plain = (endpoint: Record<string, unknown>) => ({
      ...endpoint,
      query: endpoint.query ? true : undefined,
      body: endpoint.body ? true : undefined,
      reply: undefined,
    })
    const contracts = Object.fromEntries(
      Object.entries(module.contracts).map(([noun, endpoints]) => [
        noun,
        Object.fromEntries(Object.entries(endpoints).map(([key, endpoint]) => [key, plain(endpoint)])),
      ]),
    )
    return `export const contracts = ${JSON.stringify(contracts)}`
  },
})

/** `.br` and `.gz` beside every text, so that the server compresses nothing while somebody waits. */
const compressed = (): Plugin => {
  let folder = ''
  return {
    name: 'huiyin-compressed',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    // Not when the bundle closes: it does that after a failure too, and then this would hide what failed.
    writeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, entry)
        if (!/\.(js|css|html|svg)$/.test(file) || statSync(file).size < 600) continue
        const bytes = readFileSync(file)
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
      }
    },
  }
}

/**
 * The mobile station works without a network: its worker gets the names of exactly the files that its page needs, found by
 * following the page's own imports, and a number that changes with any of them.
 */
const offline = (): Plugin => ({
  name: 'huiyin-offline',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const needed = new Set<string>()
      const walk = (name: string): void => {
        const part = bundle[name]
        if (!part || needed.has(name)) return
        needed.add(name)
        if (part.type !== 'chunk') return
        for (const next of [...part.imports, ...part.dynamicImports]) walk(next)
        for (const next of part.viteMetadata?.importedCss ?? []) walk(next)
        for (const next of part.viteMetadata?.importedAssets ?? []) walk(next)
      }
      for (const [name, part] of Object.entries(bundle))
        if (part.type === 'chunk' && part.isEntry && part.facadeModuleId?.endsWith('/station/index.html')) walk(name)
      const page = bundle['station/index.html']
      if (needed.size === 0 || page?.type !== 'asset') this.error('the mobile station has no page')
      const folder = at('./src/web/station/')
      const beside = ['manifest.webmanifest', 'icon-192.png', 'icon-512.png']
      for (const name of beside)
        this.emitFile({ type: 'asset', fileName: `station/${name}`, source: readFileSync(join(folder, name)) })
      // Names under assets change with what lies under them; of the page itself the text must be looked at.
      const names = [...[...needed].map((name) => `/${name}`), ...beside.map((name) => `/station/${name}`)].sort()
      const build = createHash('sha256').update(page.source).update(names.join()).digest('hex').slice(0, 12)
      const script = stripTypeScriptTypes(readFileSync(join(folder, 'worker.ts'), 'utf8')).replace('export {}', '')
      const source = `const files = ${JSON.stringify(names)}, build = '${build}'\n${script}`
      this.emitFile({ type: 'asset', fileName: 'station/worker.js', source })
    },
  },
})

export default defineConfig({
  root: at('./src/web'),
  base: '/',
  resolve: { alias: aliases },
  plugins: [addresses(), react(), offline(), compressed()],
  build: {
    outDir: at('./dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // The screens, and the pages without account that load nothing of them.
    rollupOptions: {
      input: ['index.html', 'say/index.html', 'say/staff/index.html', 'answer/index.html', 'station/index.html'].map(
        (file) => at(`./src/web/${file}`),
      ),
    },
    // A picture written into the page would be a `data:` address that a strict policy may refuse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { '^/(api/|openapi.json)': 'http://127.0.0.1:8080' } },
})
