// How an account and a token of access live and end.
import { lifecycle } from '#kernel/lifecycle.ts'
import type { Role } from '#kernel/permission.ts'
import { w } from '#kernel/words.ts'

/** The columns of a person that commands read after locking the row. */
export type StaffRow = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly departments: readonly string[]
  readonly superior_id: string | null
  readonly status: string
}

// biome-ignore format: a table is read by its columns
export const staffLifecycle = lifecycle<StaffRow, string, string>({
  noun: 'staff',
  title: w('人员', 'Staff'),
  table: 'staff',
  start: ['active'],
  states: {
    active:   w('在用', 'Active'),
    disabled: w('已停用', 'Disabled'),
  },
  acts: [
    // verb      from          to          button
    ['change',  ['active'],   '=',        w('修改', 'Change')],
    ['reset',   ['active'],   '=',        w('重设密码', 'Reset the password')],
    ['disable', ['active'],   'disabled', w('停用', 'Disable')],
    ['enable',  ['disabled'], 'active',   w('启用', 'Enable')],
  ],
  rules: {},
})

type TokenRow = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const tokenLifecycle = lifecycle<TokenRow, string, string>({
  noun: 'token',
  title: w('接口令牌', 'API token'),
  table: 'api_tokens',
  start: ['active'],
  states: {
    active:  w('有效', 'Active'),
    revoked: w('已吊销', 'Revoked'),
  },
  acts: [
    // verb      from        to         button
    ['revoke', ['active'], 'revoked', w('吊销', 'Revoke')],
  ],
  rules: {},
})
