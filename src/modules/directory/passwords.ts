// Which new passwords are refused, and how a first password is made; nothing is asked of the network.
import { randomInt } from 'node:crypto'
import { type Words, w } from '#kernel/words.ts'

/**
 * What the commonest long passwords in Chinese use are made of: keyboard rows, pinyin of everyday words, the words on
 * the wall. With digits and signs around them they are the first that anybody tries.
 */
const commonBases = new Set(
  `a aa aaa aaaa ab abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghijkl aabbcc qq qqq ww www zz zzz xx xxx
   as asd asdf asdfg asdfgh asdfghj asdfghjk asdfghjkl zx zxc zxcv zxcvb zxcvbn zxcvbnm qw qwe qwer qwert qwerty qwertyu
   qwertyui qwertyuiop qwertyuiopasdf qwertyuiopasdfghjkl qwertyasdfgh qweasd qweasdzxc qazwsx qazwsxedc qazwsxedcrfv
   qaz wsx edc qazxsw qazxswedc qweqwe asdasd asdfasdf qwerqwer zxczxc zxcvzxcv qwerasdf qwerasdfzxcv asdfzxcv abcabc
   password passwordpassword passwd pass word pwd mima wodemima secret changeme welcome welcometo letmein login
   iloveyou iloveyouforever love lover loveyou woaini woainiwoaini woaiwojia woaizhongguo woai aini nihao nihaonihao
   admin administrator adminadmin root rootroot system manager guest user test testtest demo office server oracle
   huiyin huiyinhuiyin huiyindemo yiyuan yisheng hushi hushizhan kefu keshi tousu suifang hospital hospitaladmin doctor
   nurse nursenurse patient zhongguo china beijing shanghai guangzhou shenzhen chongqing wuhan nanjing hangzhou chengdu
   baobao baobei laopo laogong mama baba mamababa wangyi taobao alibaba tencent weixin wechat qiuqiu xiaoming xiaohong
   zhangwei wangwei liwei wangfang lina zhangmin lijing wangjing liqiang dragon monkey sunshine princess football
   superman batman starwars computer internet samsung iphone windows microsoft google facebook`.split(/\s+/),
)

/** Those that are not a common word with something around it, as they appear in published lists. */
const commonWhole = new Set(
  `1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6 q1w2e3r4t5y6u7 1qaz2wsx3edc
   1qaz2wsx3edc4rfv 1qazxsw23edc 1qaz1qaz1qaz 1qaz@wsx3edc qaz123wsx456 a1b2c3d4e5f6 a1s2d3f4g5h6 z1x2c3v4b5n6 1a2b3c4d5e6f
   123qweasdzxc 123qwe123qwe qwe123qwe123 1234qwerasdf 1234qwer1234 qwer1234asdf abc123abc123 abcd1234abcd aa123456aa12
   147258369147 147258369000 123321123321 112233445566 1122334455667 111222333444 123123123123 123456123456 520520520520
   521521521521 131413141314 520131452013 5201314520131 520131413145 5201314521314 1314520131452 7758521775852 7758258775825
   woaini5201314woaini 123456abcdef abcdef123456 123456qwerty qwerty123456 147852369000 159357159357 789456123000`.split(
    /\s+/,
  ),
)

const lookalikes: Readonly<Record<string, string>> = { '@': 'a', $: 's', '0': 'o', '!': 'i' }

/** The letters of a password, without the digits and signs before, behind and between: `P@ssw0rd-2026` → `password`. */
const lettersOf = (text: string): string =>
  text.replace(/(?<=\p{L})[@$0!](?=\p{L})/gu, (sign) => lookalikes[sign]!).replace(/[^\p{L}]/gu, '')

/** Up, down, or the same few over and over: `123456789012`, `987654321098`, `121212121212`, `aaaaaaaaaaaa`. */
const isPattern = (text: string): boolean => {
  if (new Set(text).size < 5 || /^(.{1,4})\1+.{0,3}$/su.test(text)) return true
  const codes = [...text].map((c) => c.codePointAt(0)!)
  const steps = codes.slice(1).map((code, i) => {
    const difference = code - codes[i]!
    // After nine comes nought.
    return difference === -9 ? 1 : difference === 9 ? -1 : difference
  })
  const same = (n: number) => steps.filter((one) => one === n).length >= steps.length - 1
  return same(1) || same(-1)
}

/**
 * Why this cannot be someone's new password, or null. Length is checked by the contract; there is no rule about which
 * characters it has (ASVS 5.0 6.2.5), only about what is guessed first (6.2.4, 6.2.11).
 */
export const passwordProblem = (fresh: string, whose: { login: string; name: string }): Words | null => {
  const text = fresh.normalize('NFKC').toLowerCase()
  const { login, name } = whose
  const holds = (part: string, atLeast: number) => {
    const small = part.normalize('NFKC').toLowerCase()
    return [...small].length >= atLeast && text.includes(small)
  }
  if (holds(login, 3) || holds(name, 2))
    return w('密码里不要有自己的登录名或姓名。', 'Do not put your own name or login into the password.')
  const letters = lettersOf(text)
  const digits = text.replace(/\D/g, '')
  const common = commonWhole.has(text) || commonBases.has(letters) || (letters === '' && isPattern(digits))
  if (common || isPattern(text))
    return w(
      '这个密码太常见，别人很容易猜到。可以用几个不相干的词连起来。',
      'This password is too common. Put a few unrelated words together instead.',
    )
  return null
}

// Without those that look or sound alike when read out over the telephone.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A first password, `k7mp-x2qa-dn4e-w9rt`: 79 bits, easily read out, to be changed at the first sign-in. */
export const firstPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')).join(
    '-',
  )
