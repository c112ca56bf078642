// Prints who may do what to which rows, so that the supervision office can read and sign it.
import { type Alternative, type Me, roles, roleWords, type Scope } from '#kernel/permission.ts'
import { matrix, scopes } from '#src/permissions.ts'
import { page, table } from './page.ts'

/** Somebody through whom a scope shows what it depends on. */
const someone: Me = { id: '本人', name: '', role: 'agent', departments: ['所负责的科室'] }

const alternative = (it: Alternative): string =>
  Object.entries(it)
    .map(([column, condition]) =>
      'lacks' in condition
        ? `${column} ∌ ${condition.lacks}`
        : 'has' in condition
          ? `${column} ∋ ${condition.has}`
          : 'bare' in condition
            ? `${column} = ∅`
            : `${column} ∈ {${condition.join(', ')}}`,
    )
    .join(' 且 ') || '全部'

const scopeText = (scope: Scope): string => scope.map(alternative).join('<br>或 ')

export const permissionsPage = (): string => {
  const scopeRows = Object.entries(scopes).flatMap(([noun, named]) =>
    Object.entries(named as Record<string, (me: Me) => Scope>).map(([name, scope]) => [
      noun,
      name,
      scopeText(scope(someone)),
    ]),
  )
  return page(
    '权限 · Permissions',
    'src/permissions.ts',
    '每一格是该岗位可以操作的范围,`-` 表示不可。看不到的记录对其等同于不存在(404),看得到但不能操作的会被拒绝(403)。',
    'A cell is the scope within which the role may do the verb; `-` is not at all. What lies outside is as if it did not exist.',
    table(
      ['动词 verb', ...roles.map((role) => `${roleWords[role].zh} ${role}`)],
      Object.entries(matrix).map(([verb, cells]) => [`\`${verb}\``, ...cells]),
    ),
    '## 范围 · Scopes',
    table(['对象 noun', '范围 scope', '条件 condition'], scopeRows),
  )
}
