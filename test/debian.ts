// Debian packages that tests need, through apt where we are root on a Debian.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs packages; answers whether that worked. `purpose` is said while it takes its time. */
export const installed = (packages: readonly string[], purpose: string, say: (text: string) => void): boolean => {
  if (packages.length === 0) return true
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  say(`installing ${packages.join(', ')} for ${purpose}`)
  // Nothing that comes along may start a service of its own.
  const policy = '/usr/sbin/policy-rc.d'
  const apt = (...words: string[]) =>
    spawnSync('apt-get', ['-qq', ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const held = existsSync(policy)
  if (!held) spawnSync('sh', ['-c', `printf '#!/bin/sh\\nexit 101\\n' > ${policy}; chmod +x ${policy}`])
  const good = apt('update') && apt('install', '-y', '--no-install-recommends', ...packages)
  if (!held) spawnSync('rm', ['-f', policy])
  if (!good) say('that did not work; going on without')
  return good
}
