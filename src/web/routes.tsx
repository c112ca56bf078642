// The addresses of the screens, each loaded when it is first opened, all inside the shell.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router'
import { useMayEver } from './me.tsx'
import { readSearch, writeSearch } from './place.tsx'
import { screens } from './screens.ts'
import { Shell } from './shell.tsx'
import { t } from './ui/language.ts'
import { Empty, Skeleton } from './ui/states.tsx'

/** The first screen that this person is offered. */
const Home = () => {
  const mayEver = useMayEver()
  const first = screens.find((one) => one.rail && mayEver(...one.verbs))
  return first ? (
    <Navigate to={first.path} replace />
  ) : (
    <Empty icon="lock" title={t('没有为您开放的页面', 'No screen is open to you')}>
      {t('请联系信息科确认您的角色。', 'Ask the administrator about your role.')}
    </Empty>
  )
}

const Lost = () => (
  <Empty icon="search" title={t('没有这个页面', 'There is no such page')}>
    {t('地址可能已改变，请从左侧进入。', 'The address may have changed; start from the side.')}
  </Empty>
)

const root = createRootRoute({ component: Shell, notFoundComponent: Lost })

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: Home }),
  ...screens.map((screen) =>
    createRoute({
      getParentRoute: () => root,
      path: screen.path,
      component: lazyRouteComponent(screen.load, 'Screen'),
      pendingComponent: () => <Skeleton lines={12} />,
    }),
  ),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  scrollRestoration: false,
})
