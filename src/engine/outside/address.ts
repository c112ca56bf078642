// Where the house may call out to: any other machine that a setting names, but not this one, unless the operator says so.
import { type LookupOptions, lookup as lookUp } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type Words, w } from '#kernel/words.ts'

/**
 * An address that a person may set must not make the server a door to what only the server can reach: the programs of
 * its own machine (database, other services without a password) and what a cloud tells its machines. A gateway or an
 * exchange that does run on this machine is named by the operator in HUIYIN_NEIGHBOURS.
 */
export type Outside = {
  /** Why `host` (an address, or a name of this machine) may not be called; null: it may, or it has to be looked up first. */
  refuses(host: string, port: number): Words | null
  /**
   * To be given to whatever opens a connection (`http.request`, `net.connect`, `tls.connect`, `ws`): a name leads only
   * where it may lead, however it is looked up today. Not asked for a literal address: ask `refuses` before.
   */
  lookup(port: number): LookupFunction
}

type Neighbour = { readonly network: BlockList; readonly port: number | undefined }

const kindOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** `127.0.0.1:13013`, `127.0.0.1` (all its ports), `[::1]:8080`, `127.1.0.0/16`; undefined for anything else. */
export const neighbour = (text: string): Neighbour | undefined => {
  const [, v6, v4, bits, port] = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?:\/(\d{1,3}))?(?::(\d{1,5}))?$/i.exec(text) ?? []
  const address = v6 ?? v4 ?? ''
  const kind = kindOf(address)
  const most = kind === 'ipv6' ? 128 : 32
  if (isIP(address) === 0 || Number(bits ?? 0) > most || Number(port ?? 1) > 65_535) return undefined
  const network = new BlockList()
  network.addSubnet(address, Number(bits ?? most), kind)
  return { network, port: port === undefined ? undefined : Number(port) }
}

/** This machine, what lies on its own cable without a router, everybody at once, and where clouds keep a machine's secrets. */
const near = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['224.0.0.0', 3],
] as const)
  near.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
  // What carries a version 4 address in it.
  ['64:ff9b::', 96],
  ['2002::', 16],
] as const)
  near.addSubnet(network, bits, 'ipv6')

/** The addresses under which others reach this machine lead to the same programs as its loopback. */
const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some((it) => it.address === address))

const sorry = (host: string): Words =>
  w(
    `不能连接 ${host}：这是本机或本机网段的地址。确需连接本机上的程序，请由管理员在 HUIYIN_NEIGHBOURS 中写明地址和端口。`,
    `${host} may not be called: it is this machine or its own link. A program on this machine is named with its port in HUIYIN_NEIGHBOURS.`,
  )

/** What a connection fails with that would have led to where it may not. */
export class NotOutside extends Error {
  override name = 'NotOutside'
  readonly code = 'ENOTOUTSIDE'
  readonly words: Words

  constructor(words: Words) {
    super(words.zh)
    this.words = words
  }
}

/** `neighbours` as the operator wrote them; throws a RangeError for what is no address. */
export const outsideOf = (neighbours: readonly string[] = []): Outside => {
  const named = neighbours.map((text) => {
    const it = neighbour(text)
    if (!it) throw new RangeError(`no address: ${text}`)
    return it
  })
  const may = (address: string, port: number): boolean => {
    const kind = kindOf(address)
    if (named.some((it) => it.network.check(address, kind) && (it.port ?? port) === port)) return true
    return !near.check(address, kind) && !isOwn(address)
  }
  const refuses: Outside['refuses'] = (host, port) => {
    const bare = host.replace(/^\[(.*)\]$/, '$1')
    if (isIP(bare) > 0) return may(bare, port) ? null : sorry(host)
    if (!/^(.*\.)?localhost\.?$/i.test(bare)) return null
    return ['127.0.0.1', '::1'].some((address) => may(address, port)) ? null : sorry(host)
  }
  return {
    refuses,
    lookup: (port) => (host, options: LookupOptions, callback) =>
      lookUp(host, { ...options, all: true }, (error, found) => {
        if (error) return callback(error, '', 0)
        const free = found.filter(({ address }) => may(address, port))
        if (free.length === 0) return callback(new NotOutside(sorry(host)), '', 0)
        return options.all ? callback(null, free) : callback(null, free[0]!.address, free[0]!.family)
      }),
  }
}

/** The port that a URL means. */
export const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (/^(https|wss):$/.test(protocol) ? 443 : 80) : Number(port)
