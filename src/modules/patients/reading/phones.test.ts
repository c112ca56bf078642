// Promises about telephone cells: every way of writing a number is read, and nothing else is taken for one.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { phoneLadder, readPhones } from './phones.ts'

/** `number×extension(remark)owner`, as short as a test can say it. */
const seen = (cell: string) =>
  readPhones(cell, 'patient').phones.map(
    ({ number, extension, remark, owner }) =>
      `${number}${extension ? `×${extension}` : ''}${remark ? `(${remark})` : ''}${owner === 'patient' ? '' : ` ${owner}`}`,
  )

describe('一格里的电话', () => {
  for (const [cell, ...expected] of [
    ['199-0000-0742', '19900000742'],
    ['199 0000 8328', '19900008328'],
    ['199.0000.8328', '19900008328'],
    ['+8619900004251', '19900004251'],
    ['0086-199-0000-4251', '19900004251'],
    ['(+86)199 0000 4251', '19900004251'],
    ['8619900004251', '19900004251'],
    ['019900004251', '19900004251'],
    ['１９９００００２１０２', '19900002102'],
    ['19900000958.0', '19900000958'],
    ["'19900000958", '19900000958'],
    ['="19900000958"', '19900000958'],
    ['0512-65226551-8083', '051265226551×8083'],
    ['(0512)65226551转8083', '051265226551×8083'],
    ['0512 6522 6551 分机 12', '051265226551×12'],
    ['0512-6522655-8083', '05126522655×8083'],
    ['010-65226551ext.12', '01065226551×12'],
    ['+86 512 65226551', '051265226551'],
    ['+86-0512-65226551', '051265226551'],
    ['400-820-8820', '4008208820'],
    ['65226551', '65226551'],
    ['6522-6551', '65226551'],
    ['19900005480/0512-65227316', '19900005480', '051265227316'],
    ['19900005480、19900005481', '19900005480', '19900005481'],
    ['19900005480 19900005481', '19900005480', '19900005481'],
    ['1990000548019900005481', '19900005480', '19900005481'],
    ['19900005480\n19900005481', '19900005480', '19900005481'],
    ['0512-65226551/65226552', '051265226551', '051265226552'],
    ['19900000958(儿子)', '19900000958(儿子) contact'],
    ['儿子 19900000958', '19900000958(儿子) contact'],
    ['19900000958,女儿', '19900000958(女儿) contact'],
    ['儿子19900000958女儿19900001234', '19900000958(儿子) contact', '19900001234(女儿) contact'],
    ['19900000958儿子 19900001234女儿', '19900000958(儿子) contact', '19900001234(女儿) contact'],
    ['父:19900000958;母:19900001234', '19900000958(父) contact', '19900001234(母) contact'],
    ['手机19900000958', '19900000958'],
    ['19900000958(本人)', '19900000958(本人)'],
    ['19900000958 患者儿子', '19900000958(患者儿子) contact'],
    ['19900000958(单位)', '19900000958(单位) work'],
  ] as [string, ...string[]][]) {
    test(cell, () => assert.deepEqual(seen(cell), expected))
  }

  for (const cell of [
    '1.99E+10',
    '1990000832',
    '11111111111',
    '12345678901',
    '990101198101083069',
    '2011-07-28',
    '20110728',
    '三天后再打',
    '1234567',
  ]) {
    test(`${cell} 不是电话,而且会说出来`, () => {
      const { phones, warnings } = readPhones(cell, 'patient')
      assert.deepEqual([phones.length, warnings.length], [0, 1])
    })
  }

  for (const cell of ['', '无', '不详', '-', '/', '0', '00000000000', 'NULL', '  ']) {
    test(`“${cell}”是没有电话,不必提醒`, () =>
      assert.deepEqual(readPhones(cell, 'patient'), { phones: [], warnings: [] }))
  }

  test('没有区号的固定电话保留,并提醒', () => {
    const { phones, warnings } = readPhones('65226551', 'patient')
    assert.equal(phones[0]!.local, true)
    assert.equal(warnings.length, 1)
  })

  test('手机号无论怎样书写都是同一个号码', () => {
    const digits = fc
      .tuple(fc.constantFrom('13', '15', '17', '18', '19'), fc.integer({ min: 0, max: 999_999_999 }))
      .map(([head, rest]) => head + String(rest).padStart(9, '0'))
    const separator = fc.constantFrom('', ' ', '-', '.')
    const wide = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    fc.assert(
      fc.property(
        digits,
        separator,
        fc.constantFrom('', '+86', '0086', '+86 ', '86'),
        fc.boolean(),
        fc.constantFrom('', '(儿子)', ' 家属', '/无'),
        (number, between, prefix, full, remark) => {
          const written = prefix + [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(between) + remark
          assert.deepEqual(
            readPhones(full ? wide(written) : written, 'patient').phones.map((phone) => phone.number),
            [number],
          )
        },
      ),
    )
  })

  test('任何文字都不会出错,读出的号码都只有数字', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('1', '9', '0', '5', '8', '6', '+', '-', ' ', '(', ')', '/', '转', '儿', 'e', '.'),
        }),
        (cell) => {
          for (const { number } of readPhones(cell, 'contact').phones) assert.match(number, /^\d{7,12}$/)
        },
      ),
    )
  })
})

test('先患者，再联系人,后单位;同一号码只留一次', () => {
  const phones = [
    ...readPhones('19900000003', 'work').phones,
    ...readPhones('19900000002/19900000001', 'contact').phones,
    ...readPhones('19900000001 19900000002(儿子)', 'patient').phones,
  ]
  assert.deepEqual(
    phoneLadder(phones).map(({ number, owner }) => [number, owner]),
    [
      ['19900000001', 'patient'],
      ['19900000002', 'contact'],
      ['19900000003', 'work'],
    ],
  )
})
